package spmc

import (
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

// Ring is what the ends of one stream share. The words are grouped by author.
type Ring struct {
	_ pad.Line

	// Written by the writer at every Produce, or looked at together with commit.
	commit atomics.Uint64 // items below it are published
	closed atomics.Uint32 // 1 after the last commit
	tagged atomics.Uint32 // 1 once a tag was produced

	_ pad.Line

	// Written by the writer when it looks at its readers or sleeps.
	claim atomics.Uint64 // items below claim-capacity may be being overwritten
	need  atomics.Uint64 // every tail must reach it for the writer to go on; 0: awake
	want  atomics.Uint64 // every tail shall reach it before the writer is woken; 0: awake

	_ pad.Line

	// Written by readers when they come, go or sleep.
	sleepers atomics.Uint32 // wishes of readers not yet cleared
	joins    atomics.Uint32 // readers that ever joined
	lossy    atomics.Uint32 // lossy readers attached now

	_ pad.Line

	// Written by ends that come or go.
	slots atomics.Pointer[[]*slot] // replaced whole, never changed in place
	ends  atomics.Uint32           // not yet closed

	// Constant.
	capacity   uint64
	maxSlice   uint64 // longest grant; 0: the whole ring, less with lossy readers
	maxReaders int    // 0: as many as come
	needReader bool   // the writer ends with its last reader
	bell       notifier.Notifier
	tags       metadata.Metadata
	release    func() error // called by the last end that closes

	err error // why the writer closed; written before closed, then constant
}

// Config says how a ring behaves. The zero value is a ring with tags, any
// number of readers and a writer that runs free without readers.
type Config struct {
	Notifier   notifier.Notifier // wakes the writer; nil: notifier.NewChan()
	Metadata   metadata.Metadata // keeps the tags; nil: metadata.NewTags()
	MaxReaders int               // attached at one time; 0: as many as come
	MaxSlice   int               // longest slice for the writer; 0: the whole ring
	NeedReader bool              // the writer gets ErrNoReaders once its last reader has left
}

func newRing(capacity int, c Config, release func() error) *Ring {
	g := &Ring{
		capacity:   uint64(capacity),
		maxSlice:   uint64(max(0, c.MaxSlice)),
		maxReaders: c.MaxReaders,
		needReader: c.NeedReader,
		bell:       c.Notifier,
		tags:       c.Metadata,
		release:    release,
	}
	if g.bell == nil {
		g.bell = notifier.NewChan()
	}
	if g.tags == nil {
		g.tags = metadata.NewTags()
	}
	g.slots.Store(new([]*slot))
	g.ends.Store(1)
	return g
}

// floor returns the lowest position a gating reader still holds, or pos where
// there is none, and how many readers are attached.
func (g *Ring) floor(pos uint64) (floor uint64, readers int) {
	floor = pos
	for _, s := range *g.slots.Load() { // pairs with Ring.join
		switch s.kind.Load() { // pairs with Ring.leave
		case gating:
			floor = min(floor, s.tail.Load()) // pairs with reader.Consume
			readers++
		case lossy:
			readers++
		}
	}
	return floor, readers
}

// bound returns the longest grant allowed now.
func (g *Ring) bound() uint64 {
	switch {
	case g.maxSlice != 0:
		return min(g.maxSlice, g.capacity)
	case g.lossy.Load() != 0: // pairs with Ring.join; late is harmless, claim is always stored
		return max(g.capacity/4, 1)
	}
	return g.capacity
}

// oldest returns the lowest position whose item is intact.
func (g *Ring) oldest() uint64 {
	if c := g.claim.Load(); c > g.capacity { // pairs with writer.raise
		return c - g.capacity
	}
	return 0
}

// retain counts one more open end. It fails when the last one has closed.
func (g *Ring) retain() bool {
	for {
		n := g.ends.Load()
		if n == 0 {
			return false
		}
		if g.ends.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// drop counts one open end less; the last one releases the memory.
func (g *Ring) drop() error {
	if g.ends.Add(^uint32(0)) == 0 {
		return g.release()
	}
	return nil
}
