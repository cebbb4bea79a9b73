package spmc

import (
	"errors"
	"slices"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/notifier"
)

// ErrNoSlot says that a ring with a fixed number of readers has them all.
var ErrNoSlot = errors.New("as many readers as the ring has slots for")

// The kinds of reader. A slot is born gating or lossy and ends left.
const (
	gating uint32 = iota // holds the writer back
	lossy                // does not
	left                 // gone, and never to come back
)

// slot is what the ring knows of one reader. It belongs to one reader for good,
// so a writer that comes late to it does no harm.
type slot struct {
	*Cursor                   // constant
	bell    notifier.Notifier // constant; wakes the reader
	guest   *Guest            // constant; of a reader in another process, else nil
	kind    atomics.Uint32
}

// join adds slot s, whose tail says where it would like to start, and moves
// the tail up to where it can. See "Join" in the package comment.
func (g *Ring) join(s *slot) error {
	for {
		old := g.slots.Load()
		live := attached(*old)
		if g.maxReaders > 0 && len(live) >= g.maxReaders {
			return ErrNoSlot
		}
		if live = append(live, s); g.slots.CompareAndSwap(old, &live) { // pairs with Ring.floor
			break
		}
	}
	if s.kind.Load() == lossy {
		g.lossy.Add(1) // pairs with Ring.bound
	}
	g.joins.Add(1) // pairs with writer.raise
	start := s.tail.Load()
	if o := g.oldest(); o > start { // pairs with writer.raise
		start = o
		s.tail.Store(start)
	}
	s.start.Store(start)
	return nil
}

// leave makes the slot gate no more and drops it from the ring. It reports
// false when somebody else has done so.
func (g *Ring) leave(s *slot) bool {
	switch s.kind.Swap(left) { // pairs with Ring.floor
	case left:
		return false
	case lossy:
		g.lossy.Add(^uint32(0))
	}
	for {
		old := g.slots.Load()
		if live := attached(*old); len(live) == len(*old) || g.slots.CompareAndSwap(old, &live) {
			return true
		}
	}
}

// attached returns a copy of the list without the slots that were left.
func attached(slots []*slot) []*slot {
	return slices.DeleteFunc(slices.Clone(slots), func(s *slot) bool { return s.kind.Load() == left })
}
