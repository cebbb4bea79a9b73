package rtltcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// ErrLost is wrapped when the server hung up or the connection broke. The
// stream of a server has no end of its own, so every end of it is one of these.
// It is never io.EOF.
var ErrLost = errors.New("connection lost")

// bufferSize is what is read from the connection at most at once.
const bufferSize = 64 << 10

// past is a deadline that ends a wait at once.
var past = time.Unix(1, 0)

// Read waits for at least one sample and fills dst with what one read of the
// connection gives, full scale ±1. It is what pipeline.Source asks for:
//
//	samples := pipeline.Source(p, "antenna", client.Read)
//
// It allocates only when called with another ctx than the time before. Where
// ctx ends it returns ctx.Err() at once, and may be called again with another;
// nothing is lost. Other errors are final: [ErrLost] wrapped, or
// [seamless.ErrClosed].
func (c *Client) Read(ctx context.Context, dst []complex64) (int, error) {
	if len(dst) == 0 {
		return 0, nil
	}
	c.follow(ctx)
	const size = 2
	want := min(len(dst)*size, len(c.buf))
	for c.have < size {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if c.lost != nil {
			return 0, c.lost
		}
		n, err := c.conn.Read(c.buf[c.have:want])
		c.have += n
		if err != nil && ctx.Err() == nil {
			c.lost = c.why(err)
		}
	}
	n := iq.CU8.Decode(dst, c.buf[:c.have])
	c.have = copy(c.buf, c.buf[n*size:c.have])
	c.read += uint64(n)
	return n, nil
}

// follow makes the end of ctx end a wait of Read. It stays so until Read is
// called with another.
func (c *Client) follow(ctx context.Context) {
	done := ctx.Done()
	if done == c.done {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop != nil {
		c.stop()
	}
	c.done, c.stop = done, nil
	if c.closed {
		return
	}
	_ = c.conn.SetReadDeadline(time.Time{})
	if done != nil {
		c.stop = context.AfterFunc(ctx, func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.done == done { // else it came late, and Read waits for another
				_ = c.conn.SetReadDeadline(past)
			}
		})
	}
}

// why returns the error that Read is to end with.
func (c *Client) why(err error) error {
	if c.isClosed() {
		err = seamless.ErrClosed
	} else {
		err = fmt.Errorf("%w: %w", ErrLost, unexpected(err))
	}
	return fmt.Errorf("rtltcp: read from %s after %d samples: %w", c.Addr(), c.read, err)
}

// unexpected returns the error of a stream that should not have ended.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
