package streamtest

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/seed-ff569660/seamless"
)

func (s suite[T]) waits() map[string]func(*testing.T) {
	group := map[string]func(*testing.T){
		"WriterWaitsForSpace":            s.writerWaits,
		"ReaderWaitsForItems":            s.readerWaits,
		"WriterClosesWhileReaderWaits":   s.writerCloses,
		"ReaderClosesWhileWriterWaits":   s.readerCloses,
		"TwoWaitersOfDifferentMinimums":  s.twoMinimums,
		"WriterReleasedByTheSlowest":     s.slowestReleases,
		"WriterReleasedByHalf":           s.releasedByHalf,
		"WriterReleasedByPolling":        s.releasedByPolling,
		"WriterReleasedByWaiting":        s.releasedByWaiting,
		"WriterReleasedByPatience":       s.releasedByPatience,
		"JoinerDoesNotDisturbWaitWriter": s.joinerWhileWriterWaits,
	}
	if s.NeedsReader {
		group["NeedReader"] = s.needReader
		group["LastReaderLeavesWaitingWriter"] = s.lastReaderLeaves
	}
	return group
}

var background = context.Background()

func (s suite[T]) writerWaits(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, w.Cap())
		c := slice[T](background, w, 100)
		s.settle()
		c.blocked(t)
		s.consume(t, r, 99)
		s.settle()
		c.blocked(t)
		s.consume(t, r, r.Cap()/2)
		if n, err := c.over(t); n < 100 || err != nil {
			t.Fatalf("space %d, %v", n, err)
		}
		s.produce(t, w, 99+w.Cap()/2)
		s.consume(t, r, r.Cap())
	})
}

func (s suite[T]) readerWaits(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, 10)
		c := slice[T](background, r, 100)
		for range 89 {
			s.produce(t, w, 1)
			s.settle()
			c.blocked(t)
		}
		s.produce(t, w, 1)
		c.items(t, 100)
		s.consume(t, r, 100)
		if got := w.Stats(); s.Parks && s.Counts && got.Wakes != 1 {
			t.Errorf("%d wakes for one sleep", got.Wakes)
		}
	})
}

func (s suite[T]) writerCloses(t *testing.T) {
	for _, end := range []error{nil, errBroken} {
		s.play(t, func(t *testing.T) {
			w, nothing := s.pair(t)
			s.consume(t, nothing, 0)
			tail := s.reader(t, w, ReaderConfig{})
			s.produce(t, w, 10)
			s.consume(t, nothing, 10)
			a, b := slice[T](background, nothing, 1), slice[T](background, tail, 11)
			s.settle()
			a.blocked(t)
			b.blocked(t)
			if err := w.CloseWithError(end); err != nil {
				t.Fatal(err)
			}
			want := end
			if want == nil {
				want = io.EOF
			}
			if n, err := a.over(t); n != 0 || !s.same(err, want) {
				t.Errorf("%d items, %v, want %v", n, err, want)
			}
			b.items(t, 10)
		})
	}
}

func (s suite[T]) readerCloses(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, w.Cap())
		c := slice[T](background, w, w.Cap())
		s.settle()
		c.blocked(t)
		closed(t, r)
		c.items(t, w.Cap())
	})
}

func (s suite[T]) twoMinimums(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, little := s.pair(t)
		much := s.reader(t, w, ReaderConfig{})
		a, b := slice[T](background, little, 10), slice[T](background, much, 200)
		s.produce(t, w, 9)
		s.settle()
		a.blocked(t)
		b.blocked(t)
		s.produce(t, w, 1)
		a.items(t, 10)
		s.settle()
		b.blocked(t)
		s.produce(t, w, 190)
		b.items(t, 200)
		s.consume(t, much, 200)
		s.consume(t, little, 200)
	})
}

// The writer goes on when the last of several readers gives way.
func (s suite[T]) slowestReleases(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w := s.stream(t, Config{})
		readers := []Reader[T]{s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{})}
		s.produce(t, w, w.Cap())
		c := slice[T](background, w, 1)
		for _, r := range readers {
			s.settle()
			c.blocked(t)
			s.consume(t, r, r.Cap())
		}
		c.items(t, w.Cap())
	})
}

func (s suite[T]) joinerWhileWriterWaits(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r, c := s.full(t)
		late := s.reader(t, w, ReaderConfig{})
		old := s.reader(t, w, ReaderConfig{Oldest: true})
		s.settle()
		c.blocked(t)
		s.consume(t, r, r.Cap())
		s.settle()
		c.blocked(t) // old holds as much
		s.consume(t, old, old.Cap())
		c.items(t, w.Cap())
		s.produce(t, w, 5)
		s.consume(t, late, 5)
		s.consume(t, old, 5)
	})
}

func (s suite[T]) needReader(t *testing.T) {
	w := s.stream(t, Config{NeedReader: true})
	slice[T](background, w, 1).items(t, w.Cap()) // none has come yet, so none has left
	r, other := s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{})
	s.produce(t, w, w.Cap())
	closed(t, r)
	s.consume(t, other, 10)
	slice[T](background, w, 1).items(t, 10)
	s.produce(t, w, 10)
	closed(t, other)
	for range 3 {
		for _, min := range []int{0, 1, w.Cap()} {
			if n, err := slice[T](background, w, min).over(t); !errors.Is(err, seamless.ErrNoReaders) || n != 0 {
				t.Fatalf("at least %d: %d items, %v", min, n, err)
			}
		}
		if got := len(w.TrySlice()) + len(w.TrySliceMin(1)); got != 0 {
			t.Fatalf("space %d for nobody", got)
		}
		panics(t, "of a slice of 0", func() { w.Produce(1) })
	}
	again := s.reader(t, w, ReaderConfig{})
	s.produce(t, w, 10)
	s.consume(t, again, 10)
}

func (s suite[T]) lastReaderLeaves(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w := s.stream(t, Config{NeedReader: true})
		a, b := s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{})
		s.produce(t, w, w.Cap())
		c := slice[T](background, w, 1)
		s.settle()
		closed(t, a)
		s.settle()
		c.blocked(t)
		s.instantly(t, func() {
			closed(t, b)
			if n, err := c.over(t); n != 0 || err != seamless.ErrNoReaders {
				t.Errorf("space %d, %v", n, err)
			}
		})
	})
}
