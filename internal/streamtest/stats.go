package streamtest

import (
	"testing"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/metadata"
)

func (s suite[T]) stats() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"Stats":         s.counted,
		"StatsOfWaits":  s.countedWaits,
		"NoAllocations": s.allocations,
	}
}

func (s suite[T]) counted(t *testing.T) {
	w := s.stream(t, Config{})
	s.produce(t, w, 30)
	r, slow := s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{})
	s.reader(t, w, ReaderConfig{Lossy: true})
	s.produce(t, w, 100)
	s.consume(t, r, 60)
	s.consume(t, slow, 10)
	s.produce(t, w, 5)

	if got, want := w.Stats(), (seamless.WriterStats{Items: 135, Capacity: w.Cap(), Fill: 95, Readers: 3}); got != want {
		t.Errorf("writer %+v, want %+v", got, want)
	}
	if got, want := r.Stats(), (seamless.ReaderStats{Items: 60, Fill: 45, MaxFill: 100}); got != want {
		t.Errorf("reader %+v, want %+v", got, want)
	}
	s.take(t, slow)
	if got, want := slow.Stats(), (seamless.ReaderStats{Items: 10, Fill: 95, MaxFill: 100}); got != want {
		t.Errorf("slow reader %+v, want %+v", got, want)
	}
	closed(t, slow)
	if got, want := w.Stats(), (seamless.WriterStats{Items: 135, Capacity: w.Cap(), Fill: 45, Readers: 2}); got != want {
		t.Errorf("writer %+v, want %+v", got, want)
	}
	closed(t, w)
	s.consume(t, r, 45)
	closed(t, r)
	if got, want := r.Stats(), (seamless.ReaderStats{Items: 105, MaxFill: 100}); got != want {
		t.Errorf("reader %+v, want %+v", got, want)
	}
}

// One sleep is one wait, and one wake ends it.
func (s suite[T]) countedWaits(t *testing.T) {
	if !s.Counts || !s.Parks {
		t.Skip("this door does not count waits, or polls")
	}
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		for i := range uint64(10) {
			items := slice[T](background, r, 1)
			s.settle()
			s.produce(t, w, w.Cap())
			items.items(t, w.Cap())
			space := slice[T](background, w, 1)
			s.settle()
			s.consume(t, r, r.Cap())
			space.items(t, w.Cap())
			if a, b := w.Stats(), r.Stats(); a.Waits != i+1 || a.Wakes != i+1 || b.Waits != i+1 || b.Wakes != i+1 {
				t.Fatalf("round %d: writer %+v, reader %+v", i, a, b)
			}
		}
	})
}

// Nothing that is done for every batch allocates.
func (s suite[T]) allocations(t *testing.T) {
	if atomics.Race {
		t.Skip("the race detector allocates")
	}
	w, r := s.pair(t)
	tags := make([]metadata.Tag, 0, 10)
	said := []metadata.Tag{mark(3, 1), {Offset: 4, Key: metadata.KeyFreq, Value: metadata.Float64Value(93.1e6)}}
	for name, step := range map[string]func(){
		"TrySlice": func() {
			w.TrySlice()
			w.Produce(10)
			_, _ = r.TrySlice()
			tags = r.Tags(tags[:0])
			_ = r.Consume(10)
		},
		"TrySliceMin": func() {
			w.TrySliceMin(10)
			w.Produce(10)
			_, _ = r.TrySliceMin(10)
			_ = r.Consume(10)
		},
		"Slice": func() {
			_, _ = w.Slice(background, 10)
			w.Produce(10)
			_, _ = r.Slice(background, 10)
			_ = r.Consume(10)
		},
		"Tags": func() {
			w.TrySlice()
			w.ProduceTags(10, said...)
			_, _ = r.TrySlice()
			tags = r.Tags(tags[:0])
			_ = r.Consume(10)
		},
		"Stats": func() { w.Stats(); r.Stats(); w.Position(); r.Position() },
	} {
		for range 100 {
			step() // until the tags have all the room they need
		}
		if n := testing.AllocsPerRun(200, step); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	if len(tags) != 2 && len(tags) != 0 {
		t.Errorf("tags %v", tags)
	}
	lossy := s.reader(t, w, ReaderConfig{Lossy: true})
	if n := testing.AllocsPerRun(200, func() {
		w.TrySlice()
		w.Produce(10)
		_, _ = r.TrySlice()
		_ = r.Consume(10)
		_, _ = lossy.TrySlice()
		_ = lossy.Consume(10)
	}); n != 0 {
		t.Errorf("lossy: %v allocations", n)
	}
}
