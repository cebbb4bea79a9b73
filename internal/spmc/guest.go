package spmc

import (
	"runtime"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/memory"
)

// Guest is the writer's side of a reader in another process, which shares no
// memory with the writer but Head, read-only, and its Cursor. It can write
// into its cursor what it likes, at any time; what it spoils with that is its
// own stream.
//
// For the sake of guests the writer walks all cursors at each Produce. It asks
// the slowest of them, one at a time, to be woken.
type Guest struct {
	ring *Ring
	slot *slot
	low  atomics.Uint64 // a tail it has had; only ever lags behind
	liar atomics.Uint32 // 1 once its tail could not be true
	lied func()
	hold any

	fences bool // constant: as in ReaderConfig
}

// Admit adds a reader in another process, whose cursor is all zero. It must
// stay mapped until the ring has closed, or the guest has left and nobody can be
// in the middle of a look at it: until hold is garbage, which the guest keeps.
// Lied is called when the reader has shown a tail that cannot be true, on the
// goroutine that saw it, once; the guest has left then. Any goroutine may call
// Admit.
func (w *writer) Admit(c *Cursor, rc ReaderConfig, lied func(), hold any) (*Guest, error) {
	g := w.ring
	s := &slot{Cursor: c, bell: rc.Notifier}
	s.guest = &Guest{ring: g, slot: s, lied: lied, hold: hold, fences: rc.Fences}
	s.tail.Store(g.head.commit.Load())
	switch {
	case rc.Oldest:
		s.tail.Store(g.oldest())
	case rc.At != nil:
		s.tail.Store(min(max(*rc.At, g.oldest()), s.tail.Load()))
	}
	if rc.Lossy {
		s.kind.Store(lossy)
	}
	g.sleepers.Add(1) // pairs with writer.Produce: it may sleep at any time
	if err := g.join(s); err != nil {
		g.sleepers.Add(^uint32(0))
		return nil, err
	}
	s.guest.low.Store(s.start.Load()) // it has not been told of its cursor yet
	if !rc.Fences {
		g.unfenced.Add(1) // pairs with writer.Produce, which sees it before the guest can sleep
		g.fenceAll()
	}
	return s.guest, nil
}

// Leave takes the guest out: it gates no more and is not woken any more. Any
// goroutine may call it, also again.
func (h *Guest) Leave() {
	g := h.ring
	if h.slot.kind.Load() == left || !g.leave(h.slot) {
		return
	}
	g.sleepers.Add(^uint32(0))
	if !h.fences {
		g.unfenced.Add(^uint32(0))
	}
	if g.wish.want.Swap(0) != 0 { // pairs with writer.announce
		g.bell.Notify()
	}
}

// Start returns where the reader joined.
func (h *Guest) Start() uint64 {
	defer runtime.KeepAlive(h) // and with it the memory of its cursor
	return h.slot.start.Load()
}

// Begin moves the start up, for a reader that has not been told of its cursor.
func (h *Guest) Begin(at uint64) {
	defer runtime.KeepAlive(h)
	h.slot.start.Store(at)
	h.slot.tail.Store(at)
	h.low.Store(at)
}

// Behind reports whether the reader holds the writer back now: whether its tail
// lies below what the writer needs, or below polled, where that polls.
func (h *Guest) Behind(polled uint64) bool {
	defer runtime.KeepAlive(h)
	need := max(h.ring.wish.need.Load(), polled) // pairs with writer.announce
	return need != 0 && h.slot.kind.Load() == gating && h.slot.seeTail() < need
}

// Awaited reports whether the writer sleeps for space.
func (h *Guest) Awaited() bool { return h.ring.wish.need.Load() != 0 } // pairs with writer.announce

// Progress returns how far the writer and the reader are.
func (h *Guest) Progress() (commit, tail uint64) {
	defer runtime.KeepAlive(h)
	return h.ring.head.commit.Load(), h.slot.seeTail()
}

// Stats returns a snapshot, as far as the reader can be believed.
func (h *Guest) Stats() (stats seamless.ReaderStats) {
	defer runtime.KeepAlive(h)
	h.touch(func() { stats = h.slot.stats(h.ring.head) })
	return stats
}

// tail returns the tail of a slot. It is not ok when a guest's cannot be true:
// it went back, or beyond what there is. Such a guest has left.
func (g *Ring) tail(s *slot) (tail uint64, ok bool) {
	h := s.guest
	if h == nil {
		return s.Cursor.tail.Load(), true // pairs with reader.Consume
	}
	low := h.low.Load()
	tail = s.seeTail() // pairs with reader.Consume
	if !memory.FixedSize && h.liar.Load() != 0 {
		return 0, false
	}
	if high := g.head.commit.Load(); tail-low > high-low { // also where it is below low
		h.lie()
		return 0, false
	}
	h.low.Store(tail)
	return tail, true
}

// ask leaves the writer's wish with the guests: what it needs with all of
// them, what it wants with the slowest, which is to wake it. When that one has
// moved meanwhile it may have missed the wish, and is asked no more.
func (g *Ring) ask(need, want uint64) {
	for first := true; ; first = false {
		var slowest *slot
		lowest := want
		slots := g.slots.Load()
		for _, s := range *slots {
			if s.guest == nil || s.kind.Load() != gating {
				continue
			}
			if first {
				s.leaveNeed(need) // pairs with Ring.press, reader.ArmFor
			}
			if tail, ok := g.tail(s); ok && tail < lowest {
				slowest, lowest = s, tail
			}
		}
		runtime.KeepAlive(slots)
		if slowest == nil { // there is the space already
			return
		}
		slowest.leaveAsked(want) // pairs with reader.Consume
		tail, ok := g.tail(slowest)
		if !ok || tail >= want {
			slowest.leaveAsked(0)
		}
		runtime.KeepAlive(slowest)
		if ok && tail < want {
			return
		}
	}
}

// unask takes back what ask has left.
func (g *Ring) unask() {
	slots := g.slots.Load()
	for _, s := range *slots {
		if s.guest != nil {
			s.leaveAsked(0)
			s.leaveNeed(0)
		}
	}
	runtime.KeepAlive(slots)
}
