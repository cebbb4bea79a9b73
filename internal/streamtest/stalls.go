package streamtest

import (
	"errors"
	"testing"

	"github.com/seed-ff569660/seamless"
)

func (s suite[T]) stalls() map[string]func(*testing.T) {
	if !s.Stalls {
		return nil
	}
	return map[string]func(*testing.T){
		"StallFoundByReader":     s.stallReaderSecond,
		"StallFoundByWriter":     s.stallWriterSecond,
		"StallOfOneOfTwoReaders": s.stallOfOne,
		"NoStallWithSpace":       s.noStall,
	}
}

// stalled fails the test unless the call ends with the stall of a reader that
// waits for three quarters of the ring and a writer that waits for half.
func (s suite[T]) stalled(t *testing.T, c *call, capacity, items, held int) {
	t.Helper()
	n, err := c.over(t)
	var stall *seamless.StallError
	if n != 0 || !errors.As(err, &stall) {
		t.Fatalf("%d items, %v, want a stall", n, err)
	}
	if want := (seamless.StallError{Capacity: capacity, Items: items, Held: held}); *stall != want {
		t.Errorf("%+v, want %+v", *stall, want)
	}
}

// A ring that holds 5/8, a reader that waits for 6/8, a writer that waits for
// 4/8: neither can go on.
func (s suite[T]) stallReaderSecond(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		n := w.Cap() / 8
		s.produce(t, w, 5*n)
		space := slice[T](background, w, 4*n)
		s.settle()
		space.blocked(t)
		s.instantly(t, func() { s.stalled(t, slice[T](background, r, 6*n), w.Cap(), 6*n, 5*n) })
		s.settle()
		space.blocked(t)
		panics(t, "of a slice of 0", func() { _ = r.Consume(1) })
		closed(t, r)
		space.items(t, w.Cap())
	})
}

func (s suite[T]) stallWriterSecond(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		n := w.Cap() / 8
		s.produce(t, w, 5*n)
		items := slice[T](background, r, 6*n)
		s.settle()
		items.blocked(t)
		space := slice[T](background, w, 4*n)
		s.instantly(t, func() { s.stalled(t, items, w.Cap(), 6*n, 5*n) })
		s.settle()
		space.blocked(t)
		s.consume(t, r, 5*n) // a reader that takes less after all
		space.items(t, w.Cap())
		s.produce(t, w, n)
	})
}

// The other reader and the writer go on when the one that stalled has left.
func (s suite[T]) stallOfOne(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, a := s.pair(t)
		b := s.reader(t, w, ReaderConfig{})
		n := w.Cap() / 8
		s.produce(t, w, 5*n)
		s.consume(t, b, 5*n)
		more := slice[T](background, b, 1)
		items := slice[T](background, a, 6*n)
		s.settle()
		space := slice[T](background, w, 4*n)
		s.stalled(t, items, w.Cap(), 6*n, 5*n)
		s.settle()
		more.blocked(t)
		space.blocked(t)
		closed(t, a)
		space.items(t, w.Cap())
		s.produce(t, w, 1)
		more.items(t, 1)
	})
}

// A writer that has space stalls nobody, however often it asks whether it has.
func (s suite[T]) noStall(t *testing.T) {
	for range amount(50) {
		w, r := s.pair(t)
		n := uint64(w.Cap() / 2)
		reading := start(func() (int, error) {
			for r.Position() < n {
				if _, err := r.Slice(background, 1); err != nil {
					return 0, err
				}
				_ = r.Consume(1)
			}
			return 0, r.Close()
		})
		for w.Position() < n {
			if s.Selects {
				ready(w)
			}
			w.TrySlice()
			w.Produce(1)
		}
		reading.items(t, 0)
		closed(t, w)
	}
}
