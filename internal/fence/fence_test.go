package fence

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
)

// Each of two stores its word and looks at the other's, one of them without a
// fence of its own: at least one sees what the other has stored.
func TestOneSeesTheOther(t *testing.T) {
	if !CanAll() {
		t.Skip("no membarrier here: what can do without it does")
	}
	if runtime.GOMAXPROCS(0) < 2 {
		t.Skip("it takes two processors to see stores late")
	}
	const rounds = 50_000
	var w struct {
		_     pad.Line
		mine  atomics.Uint64
		_     pad.Line
		yours atomics.Uint64
		_     pad.Line
		saw   atomics.Uint64 // of yours, by the one without a fence, in the round that done says
		done  atomics.Uint64
		_     pad.Line
		begin atomics.Uint64
		_     pad.Line
	}
	until := func(x *atomics.Uint64, n uint64) {
		for spins := 0; x.Load() < n; spins++ {
			if spins > 1000 {
				runtime.Gosched()
			}
		}
	}
	go func() {
		rnd := rand.New(rand.NewPCG(1, 1))
		for n := uint64(1); n <= rounds; n++ {
			until(&w.begin, n)
			for range rnd.IntN(30) {
				w.done.Load()
			}
			w.mine.StoreRelease(n)
			saw := w.yours.Load()
			w.saw.Store(saw)
			w.done.Store(n)
		}
	}()
	rnd := rand.New(rand.NewPCG(2, 2))
	for n := uint64(1); n <= rounds; n++ {
		w.begin.Store(n)
		for range rnd.IntN(60) {
			w.begin.Load()
		}
		w.yours.Store(n)
		All()
		saw := w.mine.Load()
		until(&w.done, n)
		if saw < n && w.saw.Load() < n {
			t.Fatalf("round %d: one saw %d, the other %d", n, saw, w.saw.Load())
		}
	}
}
