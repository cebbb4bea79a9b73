package pipeline

import (
	"runtime/trace"
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// clock is where the time of a block went. One goroutine at a time writes,
// any may read the atomic words.
type clock struct {
	work   atomics.Uint64 // ns; between samples it is estimated
	starve stretches      // its goroutine slept while it wanted items
	full   stretches      // its goroutine slept while it wanted room

	// Of a block added by Go: ns from the beginning of the pipeline; 0: not yet.
	began atomics.Uint64
	ended atomics.Uint64

	// Of the goroutine that works on the block.
	stamp time.Time     // when the last call timed ended
	pass  uint64        // of the run, in which it was
	room  time.Duration // of the time since the pass timed before, what has not been credited
}

// A run reads the time around each call in one pass of sampled, because to do
// so costs as much as a short call. A block whose calls are longer than long
// is timed each time: then it costs nothing to speak of, and one call taken
// for many would be far off.
const (
	sampled = 128
	long    = 20 * time.Microsecond
)

func add(x *atomics.Uint64, d uint64) { x.StoreRelease(x.Load() + d) }

// begin is called before a pass.
func (r *run) begin() {
	n := r.passes.Load()
	r.timed, r.weight = n < sampled || n%sampled == 0, 1
	if n >= sampled {
		r.weight = sampled
	}
	if r.timed {
		r.tune()
	}
	if w := r.p.config.profiling || trace.IsEnabled(); r.relabel || w != r.watched {
		r.label(w)
	}
}

// timedStep is task.step with the time read around it.
func (r *run) timedStep(t *task) outcome {
	began := time.Now()
	got := t.step()
	if got != unmade {
		t.credit(began, time.Now(), r)
	}
	return got
}

// credit adds the time of one call and of those it stands for, but never more
// than has passed.
func (t *task) credit(began, ended time.Time, r *run) {
	c := &t.b.clock
	d, since := ended.Sub(began), ended.Sub(c.stamp)
	if n := r.passes.Load(); n != c.pass {
		c.pass, c.room = n, 0
	}
	c.room += min(since, time.Hour) // the first stamp is none
	worth := d
	if !t.clocked {
		worth *= time.Duration(r.weight)
	}
	worth = min(worth, c.room)
	t.clocked, c.stamp, c.room = d > long, ended, c.room-worth
	add(&c.work, uint64(worth))
}

// sleep and wake stand before and after the time that a run sleeps: it is
// credited to what each of its blocks waits for.
func (r *run) sleep() {
	now := r.p.since()
	for _, b := range r.blocks {
		switch b.task.state {
		case starved:
			b.clock.starve.begin(now)
		case full:
			b.clock.full.begin(now)
		}
	}
}

func (r *run) wake() {
	now := r.p.since()
	for _, b := range r.blocks {
		b.clock.starve.end(now)
		b.clock.full.end(now)
	}
}

// since returns for how long the pipeline has run, at least 1 ns. It is for the
// goroutines that it has started.
func (p *Pipeline) since() time.Duration { return max(1, time.Since(p.began)) }
