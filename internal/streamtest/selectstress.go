package streamtest

import (
	"math/rand/v2"
	"sync"
	"testing"
)

// A whole stream through selects on all ends, beside cases that win now and
// then, takes no time: no value was missed.
func (s suite[T]) readyStream(t *testing.T) {
	_, seed := random(t)
	s.play(t, func(t *testing.T) {
		w, total := s.stream(t, Config{}), amount(20_000)
		ticks := make(chan int) // wins at random
		stop := make(chan struct{})
		var wg, ticking sync.WaitGroup
		for i := range uint64(2) {
			r, rng := s.reader(t, w, ReaderConfig{}), rand.New(rand.NewPCG(seed, i+1))
			wg.Go(func() {
				for pos := uint64(0); ; {
					select {
					case <-ready(r):
					case <-ticks:
						continue
					}
					got, err := r.TrySlice()
					if err != nil {
						if pos != total {
							t.Errorf("the end at %d of %d", pos, total)
						}
						return
					}
					if len(got) == 0 {
						continue
					}
					n := 1 + rng.IntN(len(got))
					s.check(t, got, pos)
					_ = r.Consume(n)
					pos += uint64(n)
				}
			})
		}
		rng := rand.New(rand.NewPCG(seed, 0))
		ticking.Go(func() {
			for i := range 100 {
				select {
				case ticks <- i:
				case <-stop:
					return
				}
			}
		})
		s.instantly(t, func() {
			for w.Position() < total {
				<-ready(w)
				space := w.TrySlice()
				if len(space) == 0 {
					continue
				}
				n := int(min(uint64(1+rng.IntN(len(space))), total-w.Position()))
				s.put(space[:n], w.Position())
				w.Produce(n)
			}
			closed(t, w)
			wg.Wait()
		})
		close(stop)
		ticking.Wait()
	})
}
