package rtltcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless"
)

// ErrNoGreeting is wrapped when a server took the connection and did not greet
// in time.
var ErrNoGreeting = errors.New("no greeting")

// Client is a connection to a server. Read belongs to one goroutine at a time;
// the other methods may be called by any.
type Client struct {
	conn     net.Conn
	greeting Greeting
	timeout  time.Duration

	// Owned by the goroutine that reads.
	buf  []byte
	have int    // bytes at the start of buf, less than a sample between calls
	read uint64 // samples
	lost error  // why there will be no more

	mu     sync.Mutex      // the two below and the read deadline
	done   <-chan struct{} // of the context that ends Read; written by the reader
	stop   func() bool     // no longer follows that context
	closed bool

	sending sync.Mutex // the commands of one call stay together
}

// Dial connects to a server, checks its greeting and sends the settings. Of
// addr, the host may be left out for this machine and the port for 1234. ctx
// ends Dial, not the connection it made.
//
// It waits at most for Settings.Timeout and for no answer to the settings:
// there is none. The error is that of the net package wrapped when the server
// cannot be reached, [ErrNoGreeting] when it is silent, [ErrGreeting] when it
// is no server of rtl_tcp, [ErrLost] when it hung up, [ErrRange] for a setting
// that cannot be sent, or ctx.Err().
func Dial(ctx context.Context, addr string, s Settings) (*Client, error) {
	commands, err := s.commands()
	if err != nil {
		return nil, err
	}
	if s.Timeout <= 0 {
		s.Timeout = defaultTimeout
	}
	dialer := net.Dialer{Timeout: s.Timeout}
	conn, err := dialer.DialContext(ctx, "tcp", address(addr))
	if err != nil {
		return nil, fmt.Errorf("rtltcp: %w", err)
	}
	c := &Client{conn: conn, timeout: s.Timeout, buf: make([]byte, bufferSize)}
	if err = c.greet(ctx); err == nil {
		err = c.Send(commands...)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

// greet waits for the greeting.
func (c *Client) greet(ctx context.Context) error {
	_ = c.conn.SetReadDeadline(time.Now().Add(c.timeout))
	unfollow := context.AfterFunc(ctx, func() { _ = c.conn.SetReadDeadline(past) })
	var b [greetingSize]byte
	n, err := io.ReadFull(c.conn, b[:])
	if !unfollow() && err == nil {
		err = os.ErrDeadlineExceeded // ctx ended and may end the first Read, too
	}
	peer := c.conn.RemoteAddr()
	switch {
	case err == nil:
		_ = c.conn.SetReadDeadline(time.Time{})
	case ctx.Err() != nil:
		return fmt.Errorf("rtltcp: greeting of %s: %w", peer, ctx.Err())
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("rtltcp: %w from %s in %v: %d bytes of %d came, %q", ErrNoGreeting, peer, c.timeout, n, len(b), b[:n])
	case n == 0:
		return fmt.Errorf("rtltcp: greeting of %s: %w: %w", peer, ErrLost, unexpected(err))
	default: // too short to be one; what came tells more than that it ended
		return fmt.Errorf("rtltcp: %s: %w: it sent %q and hung up", peer, ErrGreeting, b[:n])
	}
	if c.greeting, err = parseGreeting(b); err != nil {
		return fmt.Errorf("rtltcp: %s: %w", peer, err)
	}
	return nil
}

// Greeting returns what the server said of itself.
func (c *Client) Greeting() Greeting { return c.greeting }

// Addr returns the address of the server.
func (c *Client) Addr() net.Addr { return c.conn.RemoteAddr() }

// Close hangs up. Read then fails with [seamless.ErrClosed].
func (c *Client) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	if c.stop != nil {
		c.stop()
	}
	return c.conn.Close()
}

func (c *Client) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// Send sends commands, in order and with none of another call between them. It
// blocks while the connection takes no bytes, at most for Settings.Timeout; a
// client that failed to send is of no use but for reading.
func (c *Client) Send(commands ...Command) error {
	var b []byte
	for _, command := range commands {
		b = command.Append(b)
	}
	c.sending.Lock()
	defer c.sending.Unlock()
	_ = c.conn.SetWriteDeadline(time.Now().Add(c.timeout))
	if _, err := c.conn.Write(b); err != nil {
		if c.isClosed() {
			err = seamless.ErrClosed
		}
		return fmt.Errorf("rtltcp: send %v to %s: %w", commands, c.Addr(), err)
	}
	return nil
}
