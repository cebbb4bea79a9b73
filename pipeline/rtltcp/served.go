package rtltcp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/metadata"
)

// client is a client as the server sees it. Two goroutines serve it: one sends
// samples and owns reader and sender, the other receives commands.
type client struct {
	config *config
	turn   *sync.Mutex // held during the call of a command
	conn   net.Conn
	reader *circular.Reader[[2]uint8]
	sender sender
	joined uint64

	// For anybody to look at. The first three are written by who sends, the
	// others by who receives.
	sent, dropped, torn atomics.Uint64
	commands, ignored   atomics.Uint64
}

// sender hands samples of a client to its connection. It sends at least one of
// those there are, or waits until the connection takes some.
type sender interface {
	send(c *client) error
}

func newClient(config *config, turn *sync.Mutex, conn net.Conn, stream *circular.Writer[[2]uint8]) *client {
	r := stream.AddReader(circular.Lossy())
	return &client{config: config, turn: turn, conn: conn, reader: r, sender: newSender(conn, r), joined: r.Position()}
}

// serve greets the client and sends it samples until one of both, or the
// stream, ends. The error is for a client that was given up.
func (c *client) serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	received := make(chan struct{})
	go func() {
		defer close(received)
		c.receive()
		cancel()
	}()
	unwatch := context.AfterFunc(ctx, func() { c.conn.Close() })
	err := c.stream(ctx)
	if err == nil {
		c.farewell(received)
	}
	unwatch()
	c.conn.Close()
	<-received
	missed, _ := c.consume(0)
	c.skipped(missed)
	_ = c.reader.Close()
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("rtltcp: client %s took no bytes for %v: %w", c.conn.RemoteAddr(), c.config.patience, err)
	}
	return nil
}

// stream sends the greeting and then samples. It returns nil when the stream
// has ended, however it did.
func (c *client) stream(ctx context.Context) error {
	c.wait()
	if _, err := c.conn.Write(c.config.greeting.append(nil)); err != nil {
		return err
	}
	for {
		if _, err := c.reader.Slice(ctx, 1); err != nil {
			return ctx.Err()
		}
		c.wait()
		if err := c.sender.send(c); err != nil {
			return err
		}
	}
}

// wait begins another time of patience.
func (c *client) wait() { _ = c.conn.SetWriteDeadline(time.Now().Add(c.config.patience)) }

// farewell tells the client that there will be no more, and lets it take what
// is on the way: closing right away may throw that away.
func (c *client) farewell(received <-chan struct{}) {
	half, ok := c.conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_ = c.conn.SetReadDeadline(time.Now().Add(c.config.patience))
	<-received
}

// receive reads commands until the client hangs up.
func (c *client) receive() {
	for {
		command, err := ReadCommand(c.conn)
		if err != nil {
			return
		}
		c.commands.Add(1)
		if !command.Op.known() {
			c.ignored.Add(1)
			continue
		}
		if c.config.command != nil {
			c.turn.Lock()
			c.config.command(c.conn.RemoteAddr(), command)
			c.turn.Unlock()
		}
	}
}

// take returns the samples to send next, at most limit. A client that lags by
// more than half of the ring loses the older part: what is left is far enough
// from what the writer overwrites to be sent whole, and one long gap does less
// harm than many short ones.
func (c *client) take(limit int) [][2]uint8 {
	s, _ := c.reader.TrySlice()
	if most := c.reader.Cap() / 2; len(s) > most {
		n := len(s) - most/2
		missed, _ := c.consume(n)
		c.skipped(missed + uint64(n))
		s = s[n:]
	}
	return s[:min(len(s), limit)]
}

// consume gives back n samples. It returns how many were lost before them, and
// how many of them, from the first on, may have been overwritten.
func (c *client) consume(n int) (missed uint64, torn int) {
	if err := c.reader.Consume(n); err != nil {
		var lost *seamless.OverrunError
		errors.As(err, &lost)
		return lost.Lost - uint64(lost.Torn), lost.Torn
	}
	return 0, 0
}

// skipped counts samples as dropped, between those sent and those to come.
func (c *client) skipped(n uint64) {
	if n == 0 {
		return
	}
	c.dropped.Add(n)
	if c.config.overflow != nil {
		c.config.overflow(c.conn.RemoteAddr(), metadata.Tag{
			Offset: int(c.sent.Load()),
			Key:    metadata.KeyOverflow,
			Value:  metadata.Uint64Value(n),
		})
	}
}

// stats returns a snapshot. What a client that waits has yet to find out is
// told already: of what it lags by, the ring holds no more than its capacity.
func (c *client) stats() ClientStats {
	dropped, sent := c.dropped.Load(), c.sent.Load() // before the lag, so that nothing is counted twice
	lag := c.reader.Stats().Fill
	pending := min(lag, c.reader.Cap())
	return ClientStats{
		Addr:     c.conn.RemoteAddr(),
		Joined:   c.joined,
		Sent:     sent,
		Dropped:  dropped + uint64(lag-pending),
		Torn:     c.torn.Load(),
		Pending:  pending,
		Commands: c.commands.Load(),
		Ignored:  c.ignored.Load(),
	}
}
