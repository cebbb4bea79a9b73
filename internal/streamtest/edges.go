package streamtest

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/seed-ff569660/seamless"
)

func (s suite[T]) trySliceMin(t *testing.T) {
	w, r := s.pair(t)
	n := w.Cap()
	for _, c := range []struct{ min, want int }{{n, n}, {n + 1, 0}, {1, n}, {0, n}, {-1, n}} {
		if got := len(w.TrySliceMin(c.min)); got != c.want {
			t.Errorf("%d of at least %d of space", got, c.min)
		}
	}
	if got, err := r.TrySliceMin(1); len(got) != 0 || err != nil {
		t.Errorf("%d items, %v", len(got), err)
	}
	s.produce(t, w, n-10)
	for _, c := range []struct{ min, want int }{{10, 10}, {11, 0}, {n, 0}, {n + 1, 0}, {1, 10}, {0, 10}, {-1, 10}} {
		if got := len(w.TrySliceMin(c.min)); got != c.want {
			t.Errorf("%d of at least %d of space", got, c.min)
		}
	}
	for _, c := range []struct{ min, want int }{{n - 10, n - 10}, {n - 9, 0}, {n, 0}, {n + 1, 0}, {1, n - 10}, {0, n - 10}, {-1, n - 10}} {
		got, err := r.TrySliceMin(c.min)
		if len(got) != c.want || err != nil {
			t.Errorf("%d items, %v, of at least %d", len(got), err, c.min)
		}
	}
	w.TrySliceMin(n)
	panics(t, "produced 1 items of a slice of 0", func() { w.Produce(1) })
	_, _ = r.TrySliceMin(n)
	panics(t, "consumed 1 items of a slice of 0", func() { _ = r.Consume(1) })
}

// A Slice of no items at least does not wait.
func (s suite[T]) sliceBelowOne(t *testing.T) {
	w, r := s.pair(t)
	ctx := context.Background()
	for _, min := range []int{0, -1} {
		slice[T](ctx, r, min).items(t, 0)
		slice[T](ctx, w, min).items(t, w.Cap())
	}
	s.produce(t, w, w.Cap())
	for _, min := range []int{0, -1} {
		slice[T](ctx, r, min).items(t, w.Cap())
		slice[T](ctx, w, min).items(t, 0)
	}
}

// All of the ring as one slice, wherever it begins.
func (s suite[T]) acrossTheSeam(t *testing.T) {
	rng, _ := random(t)
	w, r := s.pair(t)
	for range 50 {
		n := rng.IntN(w.Cap())
		s.produce(t, w, n)
		s.consume(t, r, n)
		space := w.TrySlice()
		if len(space) != w.Cap() || cap(space) != w.Cap() {
			t.Fatalf("space %d, cap %d, of %d", len(space), cap(space), w.Cap())
		}
		s.put(space, w.Position())
		w.Produce(len(space))
		got := s.take(t, r)
		if len(got) != r.Cap() || cap(got) != r.Cap() {
			t.Fatalf("%d items, cap %d, of %d", len(got), cap(got), r.Cap())
		}
		s.check(t, got, r.Position())
		_ = r.Consume(len(got))
	}
}

// What was written and not produced is found in the next slice.
func (s suite[T]) unproduced(t *testing.T) {
	rng, _ := random(t)
	w, r := s.pair(t)
	for range 50 {
		n := rng.IntN(w.Cap())
		s.produce(t, w, n)
		s.consume(t, r, n)
		s.put(w.TrySlice(), w.Position())
		for left := w.Cap(); left > 0; {
			n := 1 + rng.IntN(left)
			if rng.IntN(2) == 0 {
				w.TrySlice()
			} else {
				w.TrySliceMin(1)
			}
			w.Produce(n)
			left -= n
		}
		s.consume(t, r, r.Cap())
	}
}

func (s suite[T]) exceedsCapacity(t *testing.T) {
	w, r := s.pair(t)
	for name, end := range map[string]interface {
		Slice(context.Context, int) ([]T, error)
	}{"writer": w, "reader": r} {
		got, err := end.Slice(context.Background(), w.Cap()+1)
		if !errors.Is(err, seamless.ErrExceedsCapacity) || len(got) != 0 {
			t.Errorf("%s: %d items, %v", name, len(got), err)
		}
	}
}

func (s suite[T]) maxSlice(t *testing.T) {
	w := s.stream(t, Config{MaxSlice: 100})
	r := s.reader(t, w, ReaderConfig{})
	for range 20 {
		if got := len(w.TrySlice()); got != 100 {
			t.Fatalf("space %d, want 100", got)
		}
		slice[T](context.Background(), w, 101).items(t, 101)
		s.produce(t, w, 300)
		s.consume(t, r, 300)
	}
	s.produce(t, w, w.Cap())
	if got := len(w.TrySlice()); got != 0 {
		t.Errorf("space %d in a full ring", got)
	}
	s.consume(t, r, 7)
	if got := len(w.TrySlice()); got != 7 {
		t.Errorf("space %d, want 7", got)
	}
}

func (s suite[T]) closedEnds(t *testing.T) {
	ctx := context.Background()
	w, r := s.pair(t)
	s.produce(t, w, 10)
	s.take(t, r)
	w.TrySlice()
	for range 2 {
		closed(t, r)
		closed(t, w)
	}
	for _, min := range []int{0, 1} {
		for what, f := range map[string]func() ([]T, error){
			"Reader.TrySlice":    r.TrySlice,
			"Reader.TrySliceMin": func() ([]T, error) { return r.TrySliceMin(min) },
			"Reader.Slice":       func() ([]T, error) { return r.Slice(ctx, min) },
			"Writer.Slice":       func() ([]T, error) { return w.Slice(ctx, min) },
		} {
			got, err := f()
			if !errors.Is(err, seamless.ErrClosed) || !errors.Is(err, os.ErrClosed) || len(got) != 0 {
				t.Errorf("%s(%d): %d items, %v", what, min, len(got), err)
			}
		}
		if got := len(w.TrySliceMin(min)) + len(w.TrySlice()); got != 0 {
			t.Errorf("a closed writer has space %d", got)
		}
	}
	panics(t, "produced 1 items of a slice of 0", func() { w.Produce(1) })
	panics(t, "consumed 1 items of a slice of 0", func() { _ = r.Consume(1) })
	if w.Position() != 10 || r.Position() != 0 {
		t.Errorf("positions %d and %d", w.Position(), r.Position())
	}
	if got := r.Tags(nil); len(got) != 0 {
		t.Errorf("tags %v", got)
	}
}
