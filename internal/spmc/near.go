package spmc

import (
	"math"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/metadata"
)

// Near is a ring all of whose ends belong to one goroutine for the time being.
// Nothing is shared then, and what moves items through the ring fits into one
// cache line. A batch on its way through the nearest cache drives everything
// else out of it, so what a call costs is the lines it touches.
//
// Enter takes the ring over from its ends, Leave hands it back. In between the
// ends wait for nothing, and produce and consume nothing.
//
// # Where the items lie
//
// An empty ring needs no memory. Where it is emptied each time it was filled,
// its items lie in a loan of a [Pool], which goes back with the last of them:
// the rings of a chain then take turns in two loans, and all of its work is done
// in the nearest cache, however long it is. A ring that keeps no more than a
// filter's history takes that along to the beginning of its loan. One that keeps
// more moves, once, to the double mapping, where nothing has to be moved any
// more, and stays until it was found empty a number of times in a row.
//
// # Ownership
//
// All of it belongs to the goroutine that has the ends, but for made and the
// tails, which any goroutine may load: they tell how far the ends are while the
// ends' own words do not. A loan belongs to the ring until it goes back to the
// pool, whose goroutine is the same.
//
// # Publication
//
// None between the ends: who reads is who wrote. Leave stores the words of the
// ends before these can change hands.
//
// # Why it cannot go wrong
//
// Positions are those of the ends, which Enter and Leave carry over together
// with their offsets. In the ring each position from base to base+2*capacity has
// one offset, and base follows the slowest reader, so that made lies among them;
// in a loan the position base+i has offset i. What the writer may hold after
// Leave is covered by the claim that Leave stores, as if the writer had looked at
// its readers.
//
// A loan goes back when the ring is empty and a reader has just consumed, so
// nobody has a slice of it. Leave may come while a call that waits has one: it
// copies what is unread into the ring and leaves the loan to whoever still looks
// at it. Items that such a call makes in it come by [Writer.Bring].
type Near[T any] struct {
	items []T            // where the items lie; nil: nowhere, it is empty
	base  uint64         // its offset is 0; made and the tails are no less
	made  atomics.Uint64 // position of the writer
	first Tail           // of the first reader
	more  *more[T]       // what few rings have, else nil
	pool  *Pool          // that the items are in a loan of; nil: they are in the ring

	writer  *Writer[T]
	readers []*Reader[T]
	lender  *Pool // that has loans for it; nil: none
	empty   int   // while the items are in the ring: how often in a row it was empty

	_ [16]byte // objects of 128 bytes begin at a line
}

// more is what few rings have.
type more[T any] struct {
	tails  []Tail         // of the readers but the first
	mirror *dmb.Buffer[T] // heap mirror; else nil
}

// Tail is the position of a reader.
type Tail struct{ pos atomics.Uint64 }

// gone is the tail of a reader that is closed.
const gone = math.MaxUint64

// Position returns the reader's position, and false when it is closed. Any
// goroutine may call it.
func (t *Tail) Position() (pos uint64, open bool) {
	pos = t.pos.Load()
	return pos, pos != gone
}

// NewNear returns the near form of a ring, not entered yet. The readers, at
// least one, are all it has and will ever have: one that joins counts on offset
// and position being in step.
func NewNear[T any](w *Writer[T], readers []*Reader[T]) *Near[T] {
	n := &Near[T]{writer: w, readers: readers}
	if len(readers) > 1 || w.mirror != nil {
		n.more = &more[T]{tails: make([]Tail, len(readers)-1)}
		if w.mirror != nil {
			n.more.mirror = w.memory
		}
	}
	return n
}

// Tail returns the tail of a reader.
func (n *Near[T]) Tail(reader int) *Tail {
	if reader == 0 {
		return &n.first
	}
	return &n.more.tails[reader-1]
}

// Enter takes the ring over. The ends are not armed. The pool, which may be nil,
// is the goroutine's.
func (n *Near[T]) Enter(pool *Pool) {
	w := n.writer
	for i, r := range n.readers {
		if r.closed {
			n.Tail(i).pos.Store(gone)
		} else {
			n.Tail(i).pos.StoreRelease(r.pos)
		}
	}
	// A reader is behind the writer by less than a lap, and so is its offset.
	behind := w.pos - min(w.pos, n.floor())
	offset := w.offset
	if uint64(offset) < behind {
		offset += w.capacity
	}
	n.items, n.base, n.pool = w.items, w.pos-uint64(offset), nil
	n.made.StoreRelease(w.pos)
	n.Lend(pool)
	n.empty = often
}

// Lend says whose loans the ring may have from now on.
func (n *Near[T]) Lend(pool *Pool) {
	n.lender = pool
	if n.pool != nil {
		n.pool = pool
	}
}

// Leave hands the ring back. The ends then hold what they held here.
func (n *Near[T]) Leave() {
	if n.pool != nil {
		n.move() // a call that waits may have a slice of the loan
	}
	w, made := n.writer, n.made.Load()
	for i, r := range n.readers {
		tail := n.Tail(i).pos.Load()
		if tail == gone {
			continue
		}
		r.pos, r.offset, r.seen, r.held = tail, n.offset(tail), made, int(made-tail)
		if fill := made - tail; fill > r.most {
			r.most = fill
			r.cursor.maxFill.Store(fill)
		}
		r.cursor.tail.Store(tail) // pairs with Ring.floor
	}
	w.pos, w.offset, w.view = made, n.offset(made), n.offset(made)
	w.limit = min(n.floor(), made) + uint64(w.capacity)
	w.held = int(w.limit - made)
	if w.claimed < w.limit {
		w.claimed = w.limit
		w.head.claim.Store(w.limit) // pairs with Ring.oldest
	}
	w.head.commit.Store(made) // pairs with reader.look
}

// offset returns the offset of a position.
func (n *Near[T]) offset(pos uint64) int {
	offset := int(pos - n.base)
	if n.pool == nil && offset >= len(n.items)/2 {
		offset -= len(n.items) / 2
	}
	return offset
}

// floor returns the position of the slowest reader, gone where there is none.
func (n *Near[T]) floor() uint64 {
	floor := n.first.pos.Load()
	if n.more != nil {
		for i := range n.more.tails {
			floor = min(floor, n.more.tails[i].pos.Load())
		}
	}
	return floor
}

// Progress returns the positions of the slowest reader and of the writer. Any
// goroutine may call it.
func (n *Near[T]) Progress() (floor, made uint64) {
	floor = n.floor() // before made, which it is not beyond then
	made = n.made.Load()
	return min(floor, made), made
}

// Made returns the position of the writer.
func (n *Near[T]) Made() uint64 { return n.made.Load() }

// Space returns the room there is while no more than window items may be unread,
// none where there is less than least. The ring holds window items.
func (n *Near[T]) Space(least, window int) []T {
	made, floor := n.made.Load(), n.floor()
	kept := int(made - floor)
	space := window - kept
	if space < least {
		return nil
	}
	switch {
	case n.items == nil && window <= fits[T](): // as mostly
		n.items, n.base = lent[T](n.pool.take()), made
		return n.items[:space:space]
	case kept == 0:
		n.begin(made, window)
	case n.pool != nil:
		n.stay(floor, kept, window)
	default:
		n.walk(floor, kept, window)
	}
	offset := n.offset(made)
	return n.items[offset:][:space:space]
}

// Produce makes the first k items of the space the readers'.
func (n *Near[T]) Produce(k int) {
	made := n.made.Load()
	if n.more != nil {
		n.mirror(made, k)
	}
	n.made.StoreRelease(made + uint64(k))
}

// Unread returns the items that a reader has yet to consume.
func (n *Near[T]) Unread(t *Tail) []T {
	tail := t.pos.Load()
	unread := int(n.made.Load() - tail)
	return n.items[n.offset(tail):][:unread:unread]
}

// Consume gives the first k items unread back.
func (n *Near[T]) Consume(t *Tail, k int) {
	pos := t.pos.Load() + uint64(k)
	t.pos.StoreRelease(pos)
	if pos == n.made.Load() && n.pool != nil {
		n.giveBack()
	}
}

// Tag stores the tags of the next k items to be produced.
func (n *Near[T]) Tag(k int, tags []metadata.Tag) {
	if len(tags) == 0 {
		return
	}
	w := n.writer
	w.pos, w.held = n.made.Load(), k
	w.limit = min(n.floor(), w.pos) + uint64(w.capacity)
	w.Tag(k, tags)
}

// TagsBetween appends the tags of the items at offsets from <= i < to of what a
// reader has yet to consume, their offsets counted from its start.
func (n *Near[T]) TagsBetween(reader int, dst []metadata.Tag, from, to int) []metadata.Tag {
	r := n.readers[reader]
	r.pos = n.Tail(reader).pos.Load()
	return r.TagsBetween(dst, from, to)
}
