package rtltcp_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// dataDir holds recordings from the air and what other programs sent.
const dataDir = "../../../shared/data/"

// newStream returns the writer of a ring of samples, closed with the test.
func newStream(t testing.TB, samples int) *circular.Writer[[2]uint8] {
	t.Helper()
	w, err := circular.New[[2]uint8](samples)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// serve serves a stream until the test ends, and returns where.
func serve(t testing.TB, w *circular.Writer[[2]uint8], opts ...rtltcp.Option) (*rtltcp.Server, string) {
	t.Helper()
	l, err := rtltcp.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serveOn(t, l, w, opts...), l.Addr().String()
}

func serveOn(t testing.TB, l net.Listener, w *circular.Writer[[2]uint8], opts ...rtltcp.Option) *rtltcp.Server {
	t.Helper()
	s := rtltcp.NewServer(w, opts...)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("Serve: %v", err)
		}
		if left := s.Stats().Clients; len(left) != 0 {
			t.Errorf("%d clients left: %+v", len(left), left)
		}
	})
	return s
}

// dial connects a client, closed with the test.
func dial(t testing.TB, addr string, s rtltcp.Settings) *rtltcp.Client {
	t.Helper()
	c, err := rtltcp.Dial(context.Background(), addr, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// eventually waits until a condition that others bring about holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatal("in 20 s not: ", what)
		}
	}
}

// noLeaks fails the test if at its end, after all other cleanups, there are
// more goroutines than now.
func noLeaks(t testing.TB) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
			if time.Now().After(deadline) {
				var stacks bytes.Buffer
				_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
				t.Errorf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, &stacks)
				return
			}
		}
	})
}
