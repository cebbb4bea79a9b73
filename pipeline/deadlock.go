package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// A graph is dead when every block waits for another: each run sleeps with all
// its wishes standing and unfulfilled, and each block with a goroutine of its
// own sleeps at an end of a stream. Nobody is left who could fulfil a wish.
//
// The supervisor looks twice. A run that has made no pass, and a block that has
// not left its wait, from the first look to the second one did nothing in
// between, and what it waits for at the second look it has waited for all that
// time; so there was a moment at which all of them slept and no wake was on
// its way.

// waits tells whether a block added by Pipeline.Go is in a call that may sleep at
// an end of a stream.
type waits struct {
	calls  atomics.Uint64 // so far
	inside atomics.Uint32 // now
	many   atomics.Uint32 // 1: several goroutines use its ends, so nothing is known of it
}

// begin and end bracket such a call.
func (b *block) begin() {
	w := &b.waits
	if w.inside.Add(1) > 1 {
		w.many.Store(1)
	}
	w.calls.Add(1) // pairs with supervisor.sleep
	b.p.rouse()
}

func (b *block) end() { b.waits.inside.Add(^uint32(0)) }

// settled reports whether nobody is on his way to sleep: each run sleeps or is
// in a call, and each body that is at an end of a stream is stuck there.
func (s *supervisor) settled(runs []*run) bool {
	for _, r := range runs {
		if r.parked.Load() == 0 && r.calling.Load() == 0 {
			return false
		}
	}
	for _, b := range s.p.blocks {
		stuck := func(e end) bool { return e.stuck() != "" }
		if b.body != nil && !b.over.Load() && b.waits.inside.Load() != 0 && !slices.ContainsFunc(b.ends, stuck) {
			return false
		}
	}
	return true
}

// look is what the supervisor sees of who may still do something.
type look struct {
	activity uint64
	stuck    []string // who waits for what
	block    string   // the first that waits for items, else the last that waits for room
	starved  bool     // it waits for items
}

// dead looks at all that may do something, and reports false when anyone may.
func (s *supervisor) dead() (l look, dead bool) {
	waits := make(map[*run]uint32)
	for _, b := range s.p.blocks {
		if b.over.Load() || b.task == nil && b.body == nil { // one that has returned may yet close its ends
			continue
		}
		r, stuck := b.run.Load(), 0
		for _, e := range b.ends {
			if why := e.stuck(); why != "" {
				l.stuck = append(l.stuck, fmt.Sprintf("%q waits for %s", b.name, why))
				stuck++
				if _, output := e.(output); !l.starved {
					l.block, l.starved = b.name, !output
				}
			}
		}
		switch {
		case b.body != nil:
			if w := &b.waits; w.inside.Load() != 1 || w.many.Load() != 0 || stuck == 0 {
				return l, false
			}
		case r == nil:
			return l, false // on its way to another run
		default:
			waits[r] += uint32(stuck)
		}
	}
	runs := s.p.running()
	for _, r := range runs {
		if r.parked.Load() == 0 || r.armed.Load() != waits[r] || r.calling.Load() != 0 {
			return l, false
		}
	}
	l.activity += s.activity(runs)
	return l, len(l.stuck) != 0
}

// mourn ends a graph that is dead.
func (s *supervisor) mourn() {
	first, dead := s.dead()
	if !dead {
		return
	}
	if second, dead := s.dead(); dead && second.activity == first.activity {
		s.p.stop(&BlockError{second.block, fmt.Errorf("%w: every block waits for another: %s", ErrTooSmall, strings.Join(second.stuck, ", "))})
	}
}

func (in *inlet[T]) stuck() string {
	if !in.opened || in.closed.Load() || !in.end.Stuck() {
		return ""
	}
	s := in.end.Stats()
	return fmt.Sprintf("items of %q (%d of %d are there)", in.stream.name, s.Fill, in.stream.capacity)
}

func (o *outlet[T]) stuck() string {
	if !o.opened || !o.end.Stuck() {
		return ""
	}
	s := o.end.Stats()
	return fmt.Sprintf("room for its own items (%d of %d are unread)", s.Fill, s.Capacity)
}

func (outsideEnd) stuck() string { return "" }
