package rtltcp

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/circular"
)

// Server serves one stream of samples to many clients. Each is a lossy reader
// of the stream, so none holds it or another client up. All methods may be
// called by any goroutine.
type Server struct {
	stream *circular.Writer[[2]uint8]
	config config

	commands sync.Mutex // held during the call of one command

	mu      sync.Mutex // what follows
	clients []*client
	served  uint64
	refused uint64
	gone    ClientStats // the sums of those that left
}

// NewServer returns a server of a stream of I and Q in unsigned bytes. The
// writer remains the caller's, to produce into and to close; nothing is read
// from the stream before [Server.Serve].
//
// A client may lag by half of the ring: at 2.4 million samples per second a
// ring of 1<<20 gives each of them 0.2 s.
func NewServer(stream *circular.Writer[[2]uint8], opts ...Option) *Server {
	s := &Server{stream: stream, config: config{
		greeting:   Greeting{R820T, 29},
		maxClients: 64,
		patience:   30 * time.Second,
	}}
	for _, o := range opts {
		o(&s.config)
	}
	return s
}

// Serve takes clients from a listener, see [Listen], and serves each on
// goroutines of its own. A client gets what is produced from its joining on.
//
// Serve returns when ctx ends, with its error, after hanging up on all clients;
// or when the stream has ended and every client has got the rest of it, with
// nil or the error the writer was closed with; or with the error of the
// listener. The listener is closed then, and no goroutine is left.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	serving, hangUp := context.WithCancel(ctx)
	defer hangUp()
	accepting, shut := context.WithCancel(serving)
	defer shut()

	var group sync.WaitGroup
	var ended bool // written before shut, as is why
	var why error
	r := s.stream.AddReader(circular.Lossy())
	group.Go(func() {
		ended, why = watch(serving, r)
		shut()
	})
	group.Go(func() {
		<-accepting.Done()
		l.Close()
	})
	err := s.accept(accepting, l, func(c *client) {
		group.Go(func() { s.run(serving, c) })
	})
	if accepting.Err() == nil || serving.Err() != nil {
		hangUp() // it is not the stream that ended: the clients wait for more
	}
	shut()
	group.Wait()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case ended:
		return why
	}
	return err
}

// watch waits for the end of the stream and returns true and its error, nil for
// io.EOF; or false when ctx ends.
func watch(ctx context.Context, r *circular.Reader[[2]uint8]) (ended bool, why error) {
	defer r.Close()
	for {
		// As much as there can be, so as to be woken a few times a lap.
		samples, err := r.Slice(ctx, r.Cap())
		switch {
		case err == nil:
			_ = r.Consume(len(samples))
		case ctx.Err() != nil:
			return false, nil
		case err == io.EOF:
			return true, nil
		default:
			return true, err
		}
	}
}

// accept takes clients until the listener fails, as it does when closed. What
// may pass, as too many open files, it waits out.
func (s *Server) accept(ctx context.Context, l net.Listener, join func(*client)) error {
	const shortest, longest = 5 * time.Millisecond, time.Second
	pause := shortest
	for {
		conn, err := l.Accept()
		if passing, ok := err.(interface{ Temporary() bool }); ok && passing.Temporary() {
			select {
			case <-time.After(pause):
				pause = min(2*pause, longest)
				continue
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if err != nil {
			return fmt.Errorf("rtltcp: %w", err)
		}
		pause = shortest
		if c := s.admit(conn); c != nil {
			join(c)
		} else {
			conn.Close()
		}
	}
}

// run serves one client from its joining to its end.
func (s *Server) run(ctx context.Context, c *client) {
	err := c.serve(ctx)
	last := c.stats()
	s.discharge(c, last)
	if s.config.leave != nil {
		s.config.leave(last, err)
	}
}
