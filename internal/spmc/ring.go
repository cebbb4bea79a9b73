package spmc

import (
	"runtime"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

// Ring is what the ends of one stream share in one process. The words are
// grouped by author. A reader in another process has a ring of its own, with
// itself for all readers: see Attach.
type Ring struct {
	// Where the words are that others see: see Head.
	head *Head
	wish *Wish

	_ pad.Line

	// Written by readers when they come, go or sleep.
	sleepers atomics.Uint32 // wishes of readers not yet cleared
	joins    atomics.Uint32 // readers that ever joined
	lossy    atomics.Uint32 // lossy readers attached now
	unfenced atomics.Uint32 // guests that do not fence before they sleep

	_ pad.Line

	// Written by ends that come or go.
	slots atomics.Pointer[[]*slot] // replaced whole, never changed in place
	ends  atomics.Uint32           // not yet closed

	// Constant.
	capacity   uint64
	maxSlice   uint64 // longest grant; 0: the whole ring, less with lossy readers
	maxReaders int    // 0: as many as come
	needReader bool   // the writer ends with its last reader
	local      bool   // the words lie on the Go heap, so no reader is in another process
	fence      func() // see "Fences"; nil: every store has its own
	bell       notifier.Notifier
	tags       metadata.Metadata
	release    func() error // called by the last end that closes

	// Of an attached reader's ring.
	gone atomics.Uint32 // how the writer is gone
	why  func() error   // as in Remote
	lied func()         // as in Remote
	out  func()         // as in Remote

	err error // why the writer closed; written before closed, then constant
}

// Config says how a ring behaves. The zero value is a ring with tags, any
// number of readers and a writer that runs free without readers.
type Config struct {
	Notifier   notifier.Notifier // wakes the writer; nil: notifier.NewChan()
	Metadata   metadata.Metadata // keeps the tags; nil: metadata.NewTags()
	MaxReaders int               // attached at one time; 0: as many as come
	MaxSlice   int               // longest slice for the writer; 0: the whole ring
	Head       *Head             // all zero; nil: on the Go heap
	NeedReader bool              // the writer gets ErrNoReaders once its last reader has left
	Fence      func()            // has all processors of all ends pass a fence; nil: every store has its own
	Light      int               // with fewer items at a time than this commit is stored without a fence
}

func newRing(capacity int, c Config, release func() error) *Ring {
	g := &Ring{
		head:       c.Head,
		capacity:   uint64(capacity),
		maxSlice:   uint64(max(0, c.MaxSlice)),
		maxReaders: c.MaxReaders,
		needReader: c.NeedReader,
		local:      c.Head == nil,
		fence:      c.Fence,
		bell:       c.Notifier,
		tags:       c.Metadata,
		release:    release,
	}
	own := new(struct {
		Head
		Wish
		_ line
	})
	if g.wish = &own.Wish; g.head == nil {
		g.head = &own.Head
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

// over reports whether there will be no more items, and whether those there
// are can still be read.
func (g *Ring) over() (over, valid bool) {
	gone := g.gone.Load()                                                // pairs with reader.Cut
	return gone != present || g.head.closed.Load() != 0, gone != invalid // pairs with writer.Close
}

// floor returns the lowest position a gating reader still holds, or pos where
// there is none, and how many readers are attached.
func (g *Ring) floor(pos uint64) (floor uint64, readers int) {
	floor = pos
	slots := g.slots.Load()
	for _, s := range *slots { // pairs with Ring.join
		switch s.kind.Load() { // pairs with Ring.leave
		case gating:
			tail, ok := g.tail(s)
			if !ok {
				continue
			}
			floor = min(floor, tail)
			readers++
		case lossy:
			readers++
		}
	}
	runtime.KeepAlive(slots) // and with it the memory of guests' cursors
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
	if c := g.head.claim.Load(); c > g.capacity { // pairs with writer.raise
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
