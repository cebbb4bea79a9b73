package pipeline

import (
	"runtime"
	"slices"
	"time"
)

// How the work is shared out: when a run keeps its processor busy and another
// processor has nothing to do, the run is cut in two where that promises most,
// on trial. If the graph then is no faster the halves are put together again,
// and the next trial comes later.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 30 * time.Second
	trialTime  = 40 * time.Millisecond // measured before the cut and after it
	settleTime = 10 * time.Millisecond // between the two
	busy       = 0.8                   // share of its time that a run must work to be cut
	little     = 0.05                  // share below which a run needs no processor of its own
	promise    = 1.25                  // by how much a cut must promise to pay
	proof      = 1.08                  // by how much it must have paid
	hopCost    = 0.1                   // ns that it costs to carry a byte to another processor
)

// balance reports whether it wants to look again soon.
func (s *supervisor) balance(runs []*run) bool {
	if s.trial != nil {
		return s.judge(runs)
	}
	if s.now.Before(s.next) {
		return false
	}
	took := s.now.Sub(s.looked)
	if took < trialTime {
		return false
	}
	var t *trial
	if took < 4*trialTime {
		t = s.choose(runs, took)
	}
	s.look()
	if t == nil {
		return false
	}
	s.trial = t
	t.second = s.p.newRun()
	t.first.command(func(r *run) { r.cut(t.place, t.second) })
	return true
}

// look takes note of what every block has done so far.
func (s *supervisor) look() {
	s.looked = s.now
	s.items = s.progress()
	for _, b := range s.p.blocks {
		s.worked[b] = b.clock.work.Load()
		for _, e := range b.to {
			s.carried[e] = e.made()
		}
	}
}

// progress returns how many items the heads have made.
func (s *supervisor) progress() (items uint64) {
	for _, b := range s.p.blocks {
		if b.task != nil && b.task.head {
			for _, e := range b.to {
				items += e.made()
			}
		}
	}
	return items
}

// choose finds the cut that promises most, if any promises enough. Where every
// processor has a run already, but they are not of one size, it puts two
// together instead, to be cut elsewhere the next time.
func (s *supervisor) choose(runs []*run, took time.Duration) *trial {
	load := make(map[*run]float64) // share of the time that a run has worked
	for _, b := range s.p.blocks {
		if r := b.run.Load(); r != nil {
			load[r] += s.share(b, took)
		}
	}
	var most *run
	working := 0
	for _, r := range runs {
		if s.now.Sub(s.watched[r].waited) < 4*trialTime && r.heads.Load() != 0 {
			continue // it waits for something outside, and a processor is no help
		}
		if load[r] > little {
			working++
		}
		if most == nil || load[r] > load[most] {
			most = r
		}
	}
	switch {
	case most == nil || load[most] < busy:
		return nil
	case working >= runtime.GOMAXPROCS(0):
		s.level(runs, load, most, took)
		return nil
	}
	place, half := s.halve(took, most)
	if place == 0 || half > load[most]/promise {
		return nil
	}
	return &trial{first: most, place: place, began: s.now, before: float64(s.progress()-s.items) / took.Seconds()}
}

// level puts a run that works all the time together with one that does not, if
// another cut promises to be fairer.
func (s *supervisor) level(runs []*run, load map[*run]float64, most *run, took time.Duration) {
	for _, other := range runs {
		if other == most || s.watched[other].alone != nil {
			continue
		}
		if place, half := s.halve(took, most, other); place == 0 || half > load[most]/promise {
			continue
		}
		if other.calling.Load() == 0 {
			most.command(func(r *run) { r.give(other) })
			return
		}
	}
}

// halve finds the place to cut the blocks of some runs so that the larger half
// works least, the cost of the cut included, and the share of the time it then
// would work; place is 0 if there is none.
func (s *supervisor) halve(took time.Duration, runs ...*run) (place int, half float64) {
	inside := func(b *block) bool { r := b.run.Load(); return r != nil && slices.Contains(runs, r) }
	total := 0.0
	for _, b := range s.p.blocks {
		if inside(b) {
			total += s.share(b, took)
		}
	}
	before := 0.0
	half = total
	for i, b := range s.p.blocks {
		if !inside(b) {
			continue
		}
		if h := max(before, total-before) + s.hop(i, took, inside); before > 0 && h < half {
			place, half = i, h
		}
		before += s.share(b, took)
	}
	return place, half
}

// share returns the share of a time that a block has worked.
func (s *supervisor) share(b *block, took time.Duration) float64 {
	return float64(b.clock.work.Load()-s.worked[b]) / float64(took)
}

// hop returns what a cut before a place would cost, as a share of a time.
func (s *supervisor) hop(place int, took time.Duration, inside func(*block) bool) float64 {
	bytes := 0.0
	for _, b := range s.p.blocks[:place] {
		if !inside(b) {
			continue
		}
		for _, e := range b.to {
			if slices.ContainsFunc(e.takers, func(t *block) bool { return t.place >= place && inside(t) }) {
				bytes += float64(e.made()-s.carried[e]) * float64(e.bytes)
			}
		}
	}
	return bytes * hopCost / float64(took)
}
