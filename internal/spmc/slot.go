package spmc

import (
	"errors"
	"slices"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
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

// slot is what the other side sees of one reader. All words are the reader's;
// want is also cleared by the writer who wakes it. A slot belongs to one
// reader for good, so a writer that comes late to it does no harm.
type slot struct {
	_ pad.Line

	tail atomics.Uint64 // items below it are given back
	kind atomics.Uint32
	want atomics.Uint64    // commit shall reach it before the reader is woken; 0: awake
	bell notifier.Notifier // constant

	// Statistics, for any goroutine to look at.
	start   atomics.Uint64 // where the reader joined
	maxFill atomics.Uint64
	waits   atomics.Uint64
	wakes   atomics.Uint64
	lost    atomics.Uint64

	_ pad.Line
}

// join adds slot s, whose tail says where it would like to start, and moves
// the tail up to where it can. See "Join" in the package comment.
func (g *Ring) join(s *slot) error {
	for {
		old := g.slots.Load()
		live := present(*old)
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

// leave makes the slot gate no more and drops it from the ring.
func (g *Ring) leave(s *slot) {
	if s.kind.Swap(left) == lossy { // pairs with Ring.floor
		g.lossy.Add(^uint32(0))
	}
	for {
		old := g.slots.Load()
		if live := present(*old); len(live) == len(*old) || g.slots.CompareAndSwap(old, &live) {
			return
		}
	}
}

// present returns a copy of the list without the slots that were left.
func present(slots []*slot) []*slot {
	return slices.DeleteFunc(slices.Clone(slots), func(s *slot) bool { return s.kind.Load() == left })
}
