package streamtest

import (
	"context"
	"errors"
	"testing"
	"time"
)

func (s suite[T]) contexts() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"ContextAlreadyDone":      s.contextDone,
		"CancelledWhileWaiting":   s.cancelled,
		"Deadline":                s.deadline,
		"GoesOnAfterCancel":       s.afterCancel,
		"ContextDoneButNoWaiting": s.contextUnused,
	}
}

// bothEnds calls f with a writer that has no space and with a reader that has
// no items.
func (s suite[T]) bothEnds(t *testing.T, f func(t *testing.T, name string, end interface {
	Slice(context.Context, int) ([]T, error)
})) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		f(t, "reader", r)
		s.produce(t, w, w.Cap())
		f(t, "writer", w)
	})
}

func (s suite[T]) contextDone(t *testing.T) {
	s.bothEnds(t, func(t *testing.T, name string, end interface {
		Slice(context.Context, int) ([]T, error)
	}) {
		ctx, cancel := context.WithCancel(background)
		cancel()
		for range 3 {
			if n, err := slice[T](ctx, end, 1).over(t); n != 0 || err != context.Canceled {
				t.Errorf("%s: %d items, %v", name, n, err)
			}
		}
	})
}

func (s suite[T]) cancelled(t *testing.T) {
	s.bothEnds(t, func(t *testing.T, name string, end interface {
		Slice(context.Context, int) ([]T, error)
	}) {
		ctx, cancel := context.WithCancel(background)
		c := slice[T](ctx, end, 1)
		s.settle()
		c.blocked(t)
		cancel()
		if n, err := c.over(t); n != 0 || err != context.Canceled {
			t.Errorf("%s: %d items, %v", name, n, err)
		}
	})
}

func (s suite[T]) deadline(t *testing.T) {
	s.bothEnds(t, func(t *testing.T, name string, end interface {
		Slice(context.Context, int) ([]T, error)
	}) {
		begin := time.Now()
		ctx, cancel := context.WithTimeout(background, 10*time.Millisecond)
		defer cancel()
		if n, err := slice[T](ctx, end, 1).over(t); n != 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %d items, %v", name, n, err)
		}
		if d := time.Since(begin); d < 10*time.Millisecond || s.Parks && d > 10*time.Millisecond {
			t.Errorf("%s: after %v", name, d)
		}
	})
}

// A wait that was cancelled leaves nothing behind and has taken nothing.
func (s suite[T]) afterCancel(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		for range 20 {
			ctx, cancel := context.WithCancel(background)
			c := slice[T](ctx, r, 10)
			s.produce(t, w, 3)
			s.settle()
			cancel()
			_, _ = c.over(t)
			panics(t, "of a slice of 0", func() { _ = r.Consume(1) })
			c = slice[T](background, r, 4)
			s.settle()
			c.blocked(t)
			s.produce(t, w, 1)
			c.items(t, 4)
			s.consume(t, r, 4)

			s.produce(t, w, w.Cap())
			ctx, cancel = context.WithCancel(background)
			c = slice[T](ctx, w, 10)
			s.settle()
			cancel()
			_, _ = c.over(t)
			panics(t, "of a slice of 0", func() { w.Produce(1) })
			c = slice[T](background, w, 10)
			s.settle()
			c.blocked(t)
			s.consume(t, r, r.Cap())
			c.items(t, w.Cap())
		}
	})
}

// A context only ends waits: where there is no need to wait it is not asked.
func (s suite[T]) contextUnused(t *testing.T) {
	ctx, cancel := context.WithCancel(background)
	cancel()
	w, r := s.pair(t)
	slice[T](ctx, w, w.Cap()).items(t, w.Cap())
	s.produce(t, w, 10)
	slice[T](ctx, r, 10).items(t, 10)
}
