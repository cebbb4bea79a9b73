package streamtest

import (
	"testing"
	"time"
)

// full returns a full ring, whose writer waits for one item.
func (s suite[T]) full(t *testing.T) (Writer[T], Reader[T], *call) {
	w, r := s.pair(t)
	s.produce(t, w, w.Cap())
	c := slice[T](background, w, 1)
	s.settle()
	c.blocked(t)
	return w, r, c
}

// instantly fails the test if f takes time, as the bubble's clock counts it.
func (s suite[T]) instantly(t *testing.T, f func()) {
	t.Helper()
	begin := time.Now()
	f()
	if d := time.Since(begin); s.Parks && d != 0 {
		t.Errorf("it took %v: somebody slept too long", d)
	}
}

func (s suite[T]) releasedByHalf(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r, c := s.full(t)
		s.instantly(t, func() {
			s.take(t, r)
			_ = r.Consume(r.Cap()/2 - 1)
			s.settle()
			if s.Parks && s.Counts {
				c.blocked(t)
			}
			_ = r.Consume(1)
			if n, err := c.over(t); n < 1 || n > w.Cap()/2 || err != nil {
				t.Errorf("space %d, %v", n, err)
			}
		})
	})
}

// A reader that finds nothing new lets the writer go on with less than half.
func (s suite[T]) releasedByPolling(t *testing.T) {
	s.play(t, func(t *testing.T) {
		_, r, c := s.full(t)
		s.instantly(t, func() {
			s.take(t, r)
			_ = r.Consume(1)
			s.take(t, r)
			c.items(t, 1)
		})
	})
}

// So does one that goes to sleep.
func (s suite[T]) releasedByWaiting(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r, c := s.full(t)
		s.instantly(t, func() {
			s.take(t, r)
			_ = r.Consume(1)
			all := slice[T](background, r, r.Cap())
			c.items(t, 1)
			s.produce(t, w, 1)
			all.items(t, r.Cap())
		})
		s.consume(t, r, r.Cap())
	})
}

// And if the reader does nothing at all, the writer goes on by itself.
func (s suite[T]) releasedByPatience(t *testing.T) {
	s.play(t, func(t *testing.T) {
		_, r, c := s.full(t)
		begin := time.Now()
		s.take(t, r)
		_ = r.Consume(1)
		c.items(t, 1)
		if d := time.Since(begin); s.Parks && d > time.Millisecond {
			t.Errorf("the writer held out for %v", d)
		}
	})
}
