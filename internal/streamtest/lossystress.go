package streamtest

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"github.com/seed-ff569660/seamless"
)

// Good and lost items add up to the span, and no good one is wrong.
func (s suite[T]) lossyStress(t *testing.T) {
	_, seed := random(t)
	w, total := s.stream(t, Config{}), amount(300_000)
	var wg sync.WaitGroup
	for i := range uint64(2) {
		r, rng := s.reader(t, w, ReaderConfig{Lossy: true}), rand.New(rand.NewPCG(seed, i+1))
		wg.Go(func() {
			good, gone, _ := s.readLossy(t, r, rng, math.MaxInt)
			if good+gone != total {
				t.Errorf("%d good and %d lost of %d", good, gone, total)
			}
			if got := r.Stats(); got.Items != good || got.Lost != gone {
				t.Errorf("%+v, want %d items, %d lost", got, good, gone)
			}
			t.Logf("%d of %d lost", gone, total)
		})
	}
	if err := s.write(patient(t), w, rand.New(rand.NewPCG(seed, 0)), total, nil); err != nil {
		t.Error(err)
	}
	closed(t, w)
	wg.Wait()
}

// readLossy reads so many times, or to the end, which it reports, and returns
// how many items were good and how many were lost.
func (s suite[T]) readLossy(t testing.TB, r Reader[T], rng *rand.Rand, steps int) (good, gone uint64, end bool) {
	ctx := patient(t)
	for range steps {
		got, err := r.Slice(ctx, 1)
		if err != nil {
			if err != io.EOF {
				t.Error(err)
			}
			return good, gone, true
		}
		if rng.IntN(8) == 0 {
			for range rng.IntN(20) {
				runtime.Gosched()
			}
		}
		pos := r.Position()
		got = got[:1+rng.IntN(len(got))]
		last := s.lastWrong(got, pos)
		torn := 0
		var over *seamless.OverrunError
		if errors.As(r.Consume(len(got)), &over) {
			torn = over.Torn
			gone += over.Lost
		}
		if last >= torn {
			t.Errorf("item %d of %d at %d is wrong, and %d are said to be torn", last, len(got), pos, torn)
			return good, gone, true
		}
		good += uint64(len(got) - torn)
	}
	return good, gone, false
}

// Lossy readers come and go, beside one that holds the writer back now and then.
func (s suite[T]) lossyJoins(t *testing.T) {
	_, seed := random(t)
	w, total := s.stream(t, Config{}), amount(100_000)
	var wg sync.WaitGroup
	for i := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, i+1))
		wg.Go(func() {
			for end := false; !end && w.Position() < total; {
				gates := i == 0
				r := s.mustJoin(t, w, ReaderConfig{Lossy: !gates, Oldest: rng.IntN(2) == 0})
				if r == nil {
					return
				}
				start := r.Position()
				good, gone, over := s.readLossy(t, r, rng, rng.IntN(50))
				if end = over; good+gone != r.Position()-start || gates && gone != 0 {
					t.Errorf("%d good and %d lost from %d to %d", good, gone, start, r.Position())
				}
				closed(t, r)
			}
		})
	}
	if err := s.write(patient(t), w, rand.New(rand.NewPCG(seed, 0)), total, nil); err != nil {
		t.Error(err)
	}
	closed(t, w)
	wg.Wait()
}

// Statistics that somebody else looks at meanwhile stay plausible.
func (s suite[T]) lossyStats(t *testing.T) {
	w := s.stream(t, Config{})
	r := s.reader(t, w, ReaderConfig{Lossy: true})
	done := make(chan struct{})
	looking := start(func() (int, error) {
		var last seamless.ReaderStats
		for {
			select {
			case <-done:
				return 0, nil
			default:
			}
			got, all := r.Stats(), w.Stats()
			if got.Items > all.Items || got.Items+got.Lost > all.Items+uint64(w.Cap()) || got.Items < last.Items-min(last.Items, uint64(w.Cap())) ||
				got.Lost < last.Lost || got.Fill < 0 || all.Fill < 0 || all.Fill > all.Capacity {
				return 0, fmt.Errorf("%+v %+v after %+v", got, all, last)
			}
			last = got
		}
	})
	for range amount(30_000) {
		w.TrySlice()
		w.Produce(w.Cap() / 4)
		_, _ = r.TrySlice() // misses a quarter of the ring every time but the first ones
		_ = r.Consume(1)
	}
	close(done)
	looking.items(t, 0)
}

// lastWrong returns the index of the last wrong item of a lossy reader's
// slice, or -1.
func (s suite[T]) lastWrong(got []T, pos uint64) int {
	for i := len(got) - 1; i >= 0; i-- {
		if got[i] != s.Item(pos+uint64(i)) {
			return i
		}
	}
	return -1
}
