package pipeline

import (
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// clock is where the time of a block went. One goroutine at a time writes,
// any may read.
type clock struct {
	calls  atomics.Uint64
	work   atomics.Uint64 // ns; between samples it is estimated
	starve atomics.Uint64 // ns its goroutine slept while it wanted items
	full   atomics.Uint64 // ns its goroutine slept while it wanted room
}

// A run reads the time around each call in one pass of sampled, because to do
// so costs as much as a short call.
const sampled = 32

func add(x *atomics.Uint64, d uint64) { x.StoreRelease(x.Load() + d) }

// begin is called before a pass.
func (r *run) begin() {
	n := r.passes.Load()
	r.timed, r.weight = n < sampled || n%sampled == 0, 1
	if n >= sampled {
		r.weight = sampled
	}
}

// step calls the block once and keeps account.
func (b *block) step() (bool, error) {
	r := b.run.Load()
	if !r.timed {
		moved, err := b.task.step()
		if moved {
			add(&b.clock.calls, 1)
		}
		return moved, err
	}
	began := time.Now()
	moved, err := b.task.step()
	if moved {
		add(&b.clock.calls, 1)
		add(&b.clock.work, uint64(time.Since(began))*r.weight)
	}
	return moved, err
}

// blocked credits the time the run has slept to what its blocks waited for.
func (r *run) blocked(d time.Duration) {
	for _, b := range r.blocks {
		switch b.task.state {
		case starved:
			add(&b.clock.starve, uint64(d))
		case full:
			add(&b.clock.full, uint64(d))
		}
	}
}
