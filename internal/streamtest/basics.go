package streamtest

import (
	"context"
	"testing"
)

func (s suite[T]) basics() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"CreateMany":            s.createMany,
		"MinimumZero":           s.minimumZero,
		"NoReader":              s.noReader,
		"ProduceTooMuchPanics":  s.produceTooMuch,
		"ConsumeTooMuchPanics":  s.consumeTooMuch,
		"RoundTrip":             s.roundTrip,
		"SeveralPerSlice":       s.severalPerSlice,
		"OwnPace":               s.ownPace,
		"TrySliceMin":           s.trySliceMin,
		"SliceBelowOne":         s.sliceBelowOne,
		"AcrossTheSeam":         s.acrossTheSeam,
		"UnproducedItemsRemain": s.unproduced,
		"ExceedsCapacity":       s.exceedsCapacity,
		"MaxSlice":              s.maxSlice,
		"ClosedEnds":            s.closedEnds,
	}
}

func (s suite[T]) createMany(t *testing.T) {
	writers, readers := make([]Writer[T], 100), make([]Reader[T], 100)
	for i := range writers {
		writers[i] = s.stream(t, Config{})
		readers[i] = s.reader(t, writers[i], ReaderConfig{})
	}
	for i, w := range writers {
		s.produce(t, w, i)
	}
	for i, r := range readers {
		s.consume(t, r, i)
		if got := s.take(t, r); len(got) != 0 {
			t.Errorf("stream %d: %d items more", i, len(got))
		}
	}
}

func (s suite[T]) minimumZero(t *testing.T) {
	w, r := s.pair(t)
	if w.Cap() < 1 || r.Cap() != w.Cap() {
		t.Fatalf("capacities %d and %d", w.Cap(), r.Cap())
	}
	if got := len(w.TrySlice()); got != w.Cap() {
		t.Errorf("space %d of %d", got, w.Cap())
	}
	s.produce(t, w, w.Cap())
	if got := len(w.TrySlice()); got != 0 {
		t.Errorf("space %d in a full ring", got)
	}
	s.consume(t, r, r.Cap())
}

// A writer without readers runs free: all of the ring, every time.
func (s suite[T]) noReader(t *testing.T) {
	w := s.stream(t, Config{})
	for range 5 {
		space := w.TrySlice()
		if len(space) != w.Cap() {
			t.Fatalf("space %d of %d at %d", len(space), w.Cap(), w.Position())
		}
		w.Produce(len(space) - 3)
		slice[T](context.Background(), w, w.Cap()).items(t, w.Cap())
	}
}

func (s suite[T]) produceTooMuch(t *testing.T) {
	w, r := s.pair(t)
	panics(t, "produced 1 items of a slice of 0", func() { w.Produce(1) })
	n := len(w.TrySlice())
	panics(t, "produced", func() { w.Produce(n + 1) })
	panics(t, "produced -1 items", func() { w.Produce(-1) })
	w.Produce(n - 1)
	panics(t, "produced 2 items of a slice of 1", func() { w.Produce(2) })
	w.Produce(0)
	w.Produce(1)
	panics(t, "produced 1 items of a slice of 0", func() { w.Produce(1) })
	if got := w.Position(); got != uint64(n) || len(s.take(t, r)) != n {
		t.Errorf("a panic has produced: position %d, want %d", got, n)
	}
	if len(w.TrySlice()) != 0 {
		t.Error("space in a full ring")
	}
	panics(t, "produced 1 items of a slice of 0", func() { w.Produce(1) })
}

func (s suite[T]) consumeTooMuch(t *testing.T) {
	w, r := s.pair(t)
	s.produce(t, w, 10)
	panics(t, "consumed 1 items of a slice of 0", func() { _ = r.Consume(1) })
	if got := len(s.take(t, r)); got != 10 {
		t.Fatalf("%d items", got)
	}
	s.produce(t, w, 1) // not of the slice
	panics(t, "consumed 11 items of a slice of 10", func() { _ = r.Consume(11) })
	panics(t, "consumed -1 items", func() { _ = r.Consume(-1) })
	_ = r.Consume(9)
	panics(t, "consumed 2 items of a slice of 1", func() { _ = r.Consume(2) })
	_ = r.Consume(0)
	_ = r.Consume(1)
	panics(t, "consumed 1 items of a slice of 0", func() { _ = r.Consume(1) })
	if r.Position() != 10 {
		t.Errorf("a panic has consumed: position %d, want 10", r.Position())
	}
	s.consume(t, r, 1)
	if len(s.take(t, r)) != 0 {
		t.Error("an empty ring has items")
	}
	panics(t, "consumed 1 items of a slice of 0", func() { _ = r.Consume(1) })
}

func (s suite[T]) roundTrip(t *testing.T) {
	w, r := s.pair(t)
	if got := s.take(t, r); len(got) != 0 {
		t.Fatalf("%d items before any", len(got))
	}
	s.produce(t, w, 1)
	if got := s.take(t, r); len(got) != 1 || got[0] != s.Item(0) {
		t.Fatalf("got %v", got)
	}
	_ = r.Consume(1)
	if w.Position() != 1 || r.Position() != 1 {
		t.Errorf("positions %d and %d", w.Position(), r.Position())
	}
}

// Several Produce and Consume calls eat a slice from its front.
func (s suite[T]) severalPerSlice(t *testing.T) {
	w, r := s.pair(t)
	space := w.TrySlice()
	s.put(space[:60], 0)
	for _, n := range []int{10, 0, 20, 30} {
		w.Produce(n)
	}
	got := s.take(t, r)
	if len(got) != 60 {
		t.Fatalf("%d items", len(got))
	}
	for _, n := range []int{30, 20, 0, 9} {
		_ = r.Consume(n)
	}
	s.consume(t, r, 1)
}

// The slowest reader gives the space.
func (s suite[T]) ownPace(t *testing.T) {
	w := s.stream(t, Config{})
	quick, slow := s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{})
	s.produce(t, w, w.Cap())
	s.consume(t, quick, w.Cap())
	if got := len(w.TrySlice()); got != 0 {
		t.Fatalf("space %d while one reader holds everything", got)
	}
	for held := w.Cap(); held > 0; {
		n := min(7, held)
		s.consume(t, slow, n)
		held -= n
		if got := len(w.TrySlice()); got != w.Cap()-held {
			t.Fatalf("space %d while the slow reader holds %d of %d", got, held, w.Cap())
		}
	}
	s.produce(t, w, 5)
	s.consume(t, slow, 5)
	s.consume(t, quick, 5)
}
