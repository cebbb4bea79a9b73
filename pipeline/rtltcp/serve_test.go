package rtltcp_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

func TestServeEndsWithTheStream(t *testing.T) {
	broken := errors.New("the antenna fell off")
	for _, why := range []error{nil, broken} {
		noLeaks(t)
		w := newStream(t, 1<<12)
		l, err := rtltcp.Listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		served := make(chan error, 1)
		server := rtltcp.NewServer(w)
		go func() { served <- server.Serve(t.Context(), l) }()
		conn := connect(t, l.Addr().String())
		count(t, w, 1000)
		_ = w.CloseWithError(why)
		b, err := io.ReadAll(conn)
		if len(b) != 2000 || err != nil {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		conn.Close()
		if err := <-served; err != why {
			t.Errorf("Serve: %v, want %v", err, why)
		}
		if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
			t.Error("it still listens")
		}
		again, err := rtltcp.Listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if err := server.Serve(t.Context(), again); err != why && !errors.Is(err, os.ErrClosed) {
			t.Errorf("of an ended stream: %v", err)
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	noLeaks(t)
	w := newStream(t, 1<<12)
	l, err := rtltcp.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- rtltcp.NewServer(w).Serve(ctx, l) }()
	conn := connect(t, l.Addr().String())
	cancel()
	if err := <-served; err != context.Canceled {
		t.Errorf("Serve: %v", err)
	}
	if n, err := conn.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("client: %d, %v", n, err)
	}
	count(t, w, 1<<14) // nobody holds the writer
	if s := w.Stats(); s.Readers != 0 {
		t.Errorf("%d readers of the stream", s.Readers)
	}
}

func TestServeEndsWithItsListener(t *testing.T) {
	noLeaks(t)
	l, err := rtltcp.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- rtltcp.NewServer(newStream(t, 1)).Serve(t.Context(), l) }()
	connect(t, l.Addr().String())
	l.Close()
	if err := <-served; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve: %v", err)
	}
}

// exhausted fails as a process without file handles does, a few times.
type exhausted struct {
	net.Listener
	times int
}

type passing struct{ error }

func (passing) Temporary() bool { return true }

func (l *exhausted) Accept() (net.Conn, error) {
	if l.times--; l.times >= 0 {
		return nil, passing{errors.New("too many open files")}
	}
	return l.Listener.Accept()
}

func TestServeOutlivesWhatPasses(t *testing.T) {
	l, err := rtltcp.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serveOn(t, &exhausted{l, 2}, newStream(t, 1))
	connect(t, l.Addr().String())
}
