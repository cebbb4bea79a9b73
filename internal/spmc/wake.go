package spmc

import (
	"runtime"
	"slices"
)

// wakeReaders wakes the sleeping readers whose wish lies at or below commit
// and returns how many.
func (g *Ring) wakeReaders(commit uint64) (woken uint64) {
	slots := g.slots.Load()
	for _, s := range *slots { // pairs with Ring.join
		if w := s.seeWant(); w != 0 && w <= commit { // pairs with reader.announce
			woken += g.wake(s, w)
		}
	}
	runtime.KeepAlive(slots)
	return woken
}

// wakeStalled wakes the sleeping readers that keep the writer from getting
// their tails to need, so that they find out.
func (g *Ring) wakeStalled(need uint64) (woken uint64) {
	slots := g.slots.Load()
	for _, s := range *slots {
		if w := s.seeWant(); w != 0 && s.kind.Load() == gating && s.seeTail() < need {
			woken += g.wake(s, w)
		}
	}
	runtime.KeepAlive(slots)
	return woken
}

// wake clears the wish w of a reader and rings its bell, unless somebody else
// has cleared it.
func (g *Ring) wake(s *slot, w uint64) uint64 {
	if !s.clearWant(w) { // pairs with reader.disarm
		return 0
	}
	g.awake(s)
	s.bell.Notify()
	return 1
}

// asleep and awake count the wishes of readers. A guest counts all the time.
func (g *Ring) asleep(s *slot) {
	if s.guest == nil {
		g.sleepers.Add(1) // pairs with writer.Produce
	}
}

func (g *Ring) awake(s *slot) {
	if s.guest == nil {
		g.sleepers.Add(^uint32(0))
	}
}

// fenceAll stands between the store of a wish and the look that follows it, for
// a writer that stores commit without a fence of its own.
func (g *Ring) fenceAll() {
	if g.fence != nil {
		g.fence()
	}
}

// dozing reports whether a reader sleeps.
func (g *Ring) dozing() bool {
	if g.sleepers.Load() == 0 { // pairs with reader.announce
		return false
	}
	slots := g.slots.Load()
	found := slices.ContainsFunc(*slots, func(s *slot) bool { return s.seeWant() != 0 })
	runtime.KeepAlive(slots)
	return found
}

// wakeWriter wakes the writer if all gating readers have reached target, a
// position it wished for, and returns whether it did as 1 or 0.
func (g *Ring) wakeWriter(target uint64) uint64 {
	if floor, _ := g.floor(^uint64(0)); floor < target || g.wish.want.Swap(0) == 0 {
		return 0
	}
	g.bell.Notify()
	return 1
}

// press wakes a writer that holds out for more space than it needs, if it
// could go on. Readers call it when they have nothing to do.
func (g *Ring) press() uint64 {
	if need := g.wish.need.Load(); need != 0 { // pairs with writer.announce
		return g.wakeWriter(need)
	}
	return 0
}
