package streamtest

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// write streams items up to position total in random portions. Before each it
// soils all of its slice. It calls produce, or w.Produce where that is nil.
func (s suite[T]) write(ctx context.Context, w Writer[T], rng *rand.Rand, total uint64, produce func(n int)) error {
	if produce == nil {
		produce = w.Produce
	}
	for w.Position() < total {
		var space []T
		var err error
		switch rng.IntN(4) {
		case 0:
			space = w.TrySlice()
		case 1:
			space = w.TrySliceMin(1 + rng.IntN(w.Cap()/8))
		case 2:
			space, err = w.Slice(ctx, 1)
		case 3:
			space, err = w.Slice(ctx, 1+rng.IntN(w.Cap()/8))
		}
		if err != nil {
			return err
		}
		s.soil(space, w.Position())
		for len(space) > 0 && w.Position() < total {
			n := int(min(uint64(1+rng.IntN(len(space))), total-w.Position()))
			s.put(space[:n], w.Position())
			produce(n)
			if space = space[n:]; rng.IntN(2) == 0 {
				break
			}
		}
	}
	return nil
}

// read reads random portions and checks that there is no gap and no repeat,
// until it has made so many steps or the stream ends, which it reports.
func (s suite[T]) read(ctx context.Context, t testing.TB, r Reader[T], rng *rand.Rand, steps int) (end bool) {
	pos := r.Position()
	for range steps {
		var got []T
		var err error
		switch rng.IntN(4) {
		case 0:
			got, err = r.TrySlice()
		case 1:
			got, err = r.TrySliceMin(1 + rng.IntN(r.Cap()/8))
		case 2:
			got, err = r.Slice(ctx, 1)
		case 3:
			got, err = r.Slice(ctx, 1+rng.IntN(r.Cap()/8))
		}
		if err != nil {
			if err != io.EOF {
				t.Errorf("at %d: %v", pos, err)
			}
			return true
		}
		if !s.check(t, got, pos) {
			return true
		}
		for n := len(got); n > 0; {
			m := 1 + rng.IntN(n)
			if err := r.Consume(m); err != nil {
				t.Errorf("at %d: %v", pos, err)
			}
			pos, n = pos+uint64(m), n-m
			if rng.IntN(3) == 0 {
				if n > 0 && !s.check(t, got[len(got)-n:], pos) { // still ours
					return true
				}
				break
			}
		}
	}
	return false
}

// mustJoin joins, where the door still lets it, and reports an error; it may be called by any goroutine.
func (s suite[T]) mustJoin(t testing.TB, w Writer[T], c ReaderConfig) Reader[T] {
	r, err := s.Join(w, c)
	if err != nil && s.Apart && errors.Is(err, s.Ended) {
		return nil
	}
	if err != nil {
		t.Errorf("join: %v", err)
		return nil
	}
	return r
}

// Each of several readers gets the whole stream.
func (s suite[T]) manyReaders(t *testing.T) {
	_, seed := random(t)
	for _, readers := range []int{1, 2, 8} {
		w, total := s.stream(t, Config{}), amount(50_000)
		var wg sync.WaitGroup
		for i := range readers {
			r, rng := s.reader(t, w, ReaderConfig{}), rand.New(rand.NewPCG(seed, uint64(i+1)))
			wg.Go(func() {
				for !s.read(patient(t), t, r, rng, 1000) {
				}
				if r.Position() != total {
					t.Errorf("the stream ended at %d of %d", r.Position(), total)
				}
				closed(t, r)
			})
		}
		if err := s.write(patient(t), w, rand.New(rand.NewPCG(seed, 0)), total, nil); err != nil {
			t.Error(err)
		}
		closed(t, w)
		wg.Wait()
	}
}

// Readers of every kind come and go while the writer streams to one that stays.
func (s suite[T]) joinsAndLeaves(t *testing.T) { s.churn(t, true) }

// The same with a writer that nobody holds back now and then.
func (s suite[T]) joinsFree(t *testing.T) { s.churn(t, false) }

func (s suite[T]) churn(t *testing.T, keep bool) {
	_, seed := random(t)
	w, total := s.stream(t, Config{MaxSlice: 200}), amount(100_000)
	ctx := patient(t)
	var wg sync.WaitGroup
	var joined atomic.Int64
	if keep {
		r, rng := s.reader(t, w, ReaderConfig{}), rand.New(rand.NewPCG(seed, 99))
		wg.Go(func() {
			for !s.read(ctx, t, r, rng, 1000) {
			}
			if r.Position() != total {
				t.Errorf("the stream ended at %d of %d", r.Position(), total)
			}
		})
	}
	for i := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, i+1))
		wg.Go(func() {
			for end := false; !end; {
				c := ReaderConfig{Oldest: rng.IntN(2) == 0}
				before := w.Position()
				r := s.mustJoin(t, w, c)
				if r == nil {
					return
				}
				joined.Add(1)
				if start := r.Position(); !c.Oldest && start < before {
					t.Errorf("joined at %d when the writer was at %d already", start, before)
				}
				end = s.read(ctx, t, r, rng, rng.IntN(20))
				end = end || w.Position() >= total
				closed(t, r)
				if rng.IntN(4) == 0 {
					runtime.Gosched()
				}
			}
		})
	}
	if err := s.write(ctx, w, rand.New(rand.NewPCG(seed, 0)), total, nil); err != nil {
		t.Error(err)
	}
	closed(t, w)
	wg.Wait()
	t.Logf("%d joins", joined.Load())
}

// In a bubble time passes when everybody sleeps. Ends that wait for each other
// all the time never all do, unless a wake is lost or comes late.
func (s suite[T]) noTime(t *testing.T) {
	_, seed := random(t)
	for _, readers := range []int{1, 3} {
		s.play(t, func(t *testing.T) {
			w, total := s.stream(t, Config{}), amount(20_000)
			var wg sync.WaitGroup
			for i := range readers {
				r, rng := s.reader(t, w, ReaderConfig{}), rand.New(rand.NewPCG(seed, uint64(i+1)))
				wg.Go(func() {
					for pos := uint64(0); ; {
						got, err := r.Slice(background, 1+rng.IntN(r.Cap()/4))
						if err != nil {
							return
						}
						n := 1 + rng.IntN(len(got))
						s.check(t, got, pos)
						_ = r.Consume(n)
						pos += uint64(n)
					}
				})
			}
			s.instantly(t, func() {
				rng := rand.New(rand.NewPCG(seed, 0))
				for w.Position() < total {
					space, err := w.Slice(background, 1+rng.IntN(w.Cap()/4))
					if err != nil {
						t.Error(err)
						break
					}
					n := 1 + rng.IntN(len(space))
					s.put(space[:n], w.Position())
					w.Produce(n)
				}
				closed(t, w)
				wg.Wait()
			})
		})
	}
}
