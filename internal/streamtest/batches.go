package streamtest

import (
	"context"
	"errors"
	"testing"

	"github.com/seed-ff569660/seamless"
)

func (s suite[T]) batches() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"BatchesWhole": s.ranging(s.batchesWhole),
		"BatchesBreak": s.ranging(s.batchesBreak),
		"BatchesError": s.ranging(s.batchesError),
		"BatchesLossy": s.ranging(s.batchesLossy),
	}
}

// ranging skips the test where readers cannot be ranged over.
func (s suite[T]) ranging(f func(*testing.T)) func(*testing.T) {
	return func(t *testing.T) {
		if _, r := s.pair(t); !canRange(r) {
			t.Skip("this reader has no Batches")
		}
		f(t)
	}
}

func canRange[T any](r Reader[T]) bool { _, ok := r.(Ranger[T]); return ok }

func (s suite[T]) batchesWhole(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		writing := start(func() (int, error) {
			for range 100 {
				space, err := w.Slice(background, 33)
				if err != nil {
					return 0, err
				}
				s.put(space[:33], w.Position())
				w.Produce(33)
			}
			return 0, w.Close()
		})
		pos := uint64(0)
		for batch, err := range r.(Ranger[T]).Batches(background, 50) {
			if err != nil {
				t.Fatal(err)
			}
			s.check(t, batch, pos)
			if pos += uint64(len(batch)); len(batch) < 50 && pos != 3300 {
				t.Errorf("%d items at %d", len(batch), pos)
			}
			if len(batch) > 50 {
				_ = r.Consume(50) // the rest is consumed for us
			}
		}
		if pos != 3300 || r.Position() != 3300 {
			t.Errorf("ended at %d, position %d", pos, r.Position())
		}
		writing.items(t, 0)
		for range r.(Ranger[T]).Batches(background, 1) {
			t.Error("a batch after the end")
		}
	})
}

// What a break leaves is not consumed.
func (s suite[T]) batchesBreak(t *testing.T) {
	w, r := s.pair(t)
	s.produce(t, w, 100)
	for batch := range r.(Ranger[T]).Batches(background, 0) {
		s.check(t, batch, 0)
		_ = r.Consume(10)
		break
	}
	if r.Position() != 10 {
		t.Errorf("position %d", r.Position())
	}
	s.consume(t, r, 90)
}

func (s suite[T]) batchesError(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, 100)
		ctx, cancel := context.WithCancel(background)
		defer cancel()
		var got []error
		var items int
		for batch, err := range r.(Ranger[T]).Batches(ctx, 1) {
			if items += len(batch); err != nil {
				got = append(got, err)
			}
			cancel()
		}
		if items != 100 || len(got) != 1 || got[0] != context.Canceled {
			t.Errorf("%d items, %v", items, got)
		}
		_ = w.CloseWithError(errBroken)
		for _, err := range r.(Ranger[T]).Batches(background, 1) {
			got = append(got, err)
		}
		if len(got) != 2 || !s.same(got[1], errBroken) {
			t.Errorf("%v", got)
		}
		for _, err := range r.(Ranger[T]).Batches(background, r.Cap()+1) {
			got = append(got, err)
		}
		if len(got) != 3 || !errors.Is(got[2], seamless.ErrExceedsCapacity) {
			t.Errorf("%v", got)
		}
	})
}

// An overrun is told and does not end the loop.
func (s suite[T]) batchesLossy(t *testing.T) {
	w := s.stream(t, Config{})
	r := s.reader(t, w, ReaderConfig{Lossy: true})
	oldest := s.overtake(t, w, 3*w.Cap())
	var items, gone uint64
	for batch, err := range r.(Ranger[T]).Batches(background, 1) {
		var over *seamless.OverrunError
		if errors.As(err, &over) {
			gone += over.Lost
			if len(batch) != 0 {
				t.Errorf("%d items with an error", len(batch))
			}
			closed(t, w)
			continue
		}
		items += uint64(len(batch))
	}
	if items+gone != w.Position() || gone != oldest {
		t.Errorf("%d items, %d lost", items, gone)
	}
}
