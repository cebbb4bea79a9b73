package streamtest

import (
	"context"
	"testing"
	"time"
)

// call is one that may block.
type call struct {
	done chan struct{}
	n    int
	err  error
}

// start calls f in a goroutine.
func start(f func() (int, error)) *call {
	c := &call{done: make(chan struct{})}
	go func() {
		defer close(c.done)
		c.n, c.err = f()
	}()
	return c
}

// slice starts a call of an end's Slice and keeps the length.
func slice[T any](ctx context.Context, end interface {
	Slice(context.Context, int) ([]T, error)
}, min int) *call {
	return start(func() (int, error) {
		s, err := end.Slice(ctx, min)
		return len(s), err
	})
}

// blocked fails the test if the call is over.
func (c *call) blocked(t testing.TB) {
	t.Helper()
	select {
	case <-c.done:
		t.Fatalf("returned %d, %v instead of waiting", c.n, c.err)
	default:
	}
}

// over waits for the call to return.
func (c *call) over(t testing.TB) (int, error) {
	t.Helper()
	select {
	case <-c.done:
	case <-time.After(30 * time.Second):
		t.Fatal("waits for good")
	}
	return c.n, c.err
}

// at fails the test unless the call returns n items.
func (c *call) items(t testing.TB, n int) {
	t.Helper()
	if got, err := c.over(t); got != n || err != nil {
		t.Fatalf("%d items, %v, want %d", got, err, n)
	}
}
