package pipeline

import (
	"slices"
	"time"
)

// The supervisor looks at the runs now and then. It rests longer the longer it
// finds nothing to do, and when nobody else does anything it sleeps.
const (
	shortRest = time.Millisecond
	longRest  = 32 * time.Millisecond
)

// supervisor looks after the runs of a pipeline: it relieves those that are
// kept waiting by one of their blocks (relieve), and shares the work out among
// processors (balance). Its fields belong to its goroutine.
type supervisor struct {
	p       *Pipeline
	now     time.Time
	active  uint64 // activity when it last looked
	watched map[*run]*watch
	taken   map[*block]int // how often others were taken from it

	// for balance
	trial   *trial
	next    time.Time         // no trial before it
	pause   time.Duration     // until the next one
	looked  time.Time         // when what follows was read
	items   uint64            // that the heads have made
	worked  map[*block]uint64 // ns
	carried map[*edge]uint64  // items
}

// watch is what the supervisor remembers of a run from one look to the next.
type watch struct {
	entries uint64
	calling uint64
	waited  time.Time // when it was last found waiting in a call
	alone   *block    // from which the others were taken
}

// supervise looks after the runs until the pipeline has ended.
func (p *Pipeline) supervise(ended <-chan struct{}) {
	s := &supervisor{
		p:       p,
		watched: make(map[*run]*watch),
		taken:   make(map[*block]int),
		worked:  make(map[*block]uint64),
		carried: make(map[*edge]uint64),
		pause:   firstPause,
	}
	rest := shortRest
	timer := time.NewTimer(rest)
	defer timer.Stop()
	for {
		select {
		case <-ended:
			return
		case s.now = <-timer.C:
		}
		runs := p.running()
		rest = min(2*rest, longRest)
		if s.measure() {
			rest = min(rest, 2*shortRest)
		}
		before := s.active
		s.active = s.activity(runs)
		switch {
		case s.relieve(runs) || s.balance(runs):
			rest = shortRest
		case s.active == before && s.sleep(ended):
			rest = shortRest
		}
		timer.Reset(rest)
	}
}

// sleep waits until somebody does something or the pipeline has ended. It
// reports false when that has happened meanwhile.
func (s *supervisor) sleep(ended <-chan struct{}) bool {
	p := s.p
	p.asleep.Store(1) // pairs with Pipeline.rouse
	p.settle()
	if runs := p.running(); s.activity(runs) != s.active || !s.settled(runs) {
		p.asleep.Store(0)
		return false
	}
	s.mourn()
	select {
	case <-p.roused:
	case <-ended:
	}
	return true
}

// activity changes when a run or a body does something.
func (s *supervisor) activity(runs []*run) (sum uint64) {
	for _, r := range runs {
		sum += r.passes.Load() + r.entries.Load()
	}
	for _, b := range s.p.blocks {
		sum += b.waits.calls.Load()
	}
	return sum
}

// rouse wakes the supervisor if it sleeps. A run that has stored passes only,
// which is without a fence, may miss it; but the supervisor does not sleep while
// a run is awake.
func (p *Pipeline) rouse() {
	if p.asleep.Load() != 0 && p.asleep.CompareAndSwap(1, 0) { // pairs with supervisor.sleep
		select {
		case p.roused <- struct{}{}:
		default:
		}
	}
}

// running returns the runs that are not over.
func (p *Pipeline) running() []*run {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.runs)
}

// relieve gives a goroutine of its own to blocks that keep others waiting: a
// sink that has been in one call since the last look, or one of several
// sources. One that has not waited for a while goes back.
func (s *supervisor) relieve(runs []*run) (found bool) {
	for r := range s.watched {
		if !slices.Contains(runs, r) {
			delete(s.watched, r)
		}
	}
	for _, r := range runs {
		w := s.watched[r]
		if w == nil {
			w = new(watch)
			s.watched[r] = w
		}
		number, n := r.calling.Load(), r.entries.Load()
		waits := number != 0 && w.calling == number && w.entries == n
		w.calling, w.entries = number, n
		switch {
		case waits:
			w.waited = s.now
			b := s.p.blocks[number-1]
			others := r.size.Load() > 1 || r.ordered.Load() != 0
			if others && (!b.task.head || r.heads.Load() > 1 || r.depends.Load() != 0) && r.take(b) {
				w.alone, found = b, true
				s.taken[b]++
			}
		case w.alone != nil && s.now.Sub(w.waited) > s.trust(w.alone):
			s.rejoin(r, w)
		}
	}
	return found
}

// trust is how long a block must not have waited before it goes back: the
// longer the more often the others had to be taken from it.
func (s *supervisor) trust(b *block) time.Duration {
	return 50 * time.Millisecond << min(s.taken[b], 8)
}

// rejoin sends a block that was left alone back to the run of the one before
// it.
func (s *supervisor) rejoin(r *run, w *watch) {
	b := w.alone
	if len(b.from) == 0 || b.from[0].maker.task == nil {
		return
	}
	if into := b.from[0].maker.run.Load(); into != nil && into != r && into.calling.Load() == 0 {
		w.alone = nil
		r.command(func(r *run) { r.give(into) })
	}
}
