package spmc

import "github.com/seed-ff569660/seamless/metadata"

// Rewind moves the next item of an empty ring to offset 0. A ring that is
// emptied again and again by the goroutine that fills it then stays in as
// little memory as its batches need, which is in a nearer cache than the whole
// of it.
//
// All the ends belong to the caller, readers are all the readers there are and
// will ever be (one that joins counts on offset and position being in step),
// no slice is out, and every item is consumed; else it does nothing.
func (w *Writer[T]) Rewind(readers []*Reader[T]) {
	if w.offset == 0 {
		return
	}
	for _, r := range readers {
		if r.pos != w.pos && !r.closed {
			return
		}
	}
	for _, r := range readers {
		r.offset, r.held = 0, 0
	}
	w.offset, w.held, w.view = 0, 0, 0
}

// Unread returns how many items the slowest of readers has yet to consume. It
// is exact when all the ends belong to the caller.
func (w *Writer[T]) Unread(readers []*Reader[T]) int {
	floor := w.pos
	for _, r := range readers {
		if !r.closed {
			floor = min(floor, r.pos)
		}
	}
	return int(w.pos - floor)
}

// TagEnd stores tags behind the last item, for readers that ask TagsBetween
// for one item more than there are once they have seen the end. Offsets are 0.
func (w *writer) TagEnd(tags []metadata.Tag) {
	if len(tags) == 0 || w.closed {
		return
	}
	w.ring.tags.Add(w.pos, tags)
	w.ring.head.tagged.Store(1) // before closed: pairs with reader.TagsBetween
}

// Tagged reports whether the stream may have tags.
func (r *reader) Tagged() bool { return r.head.tagged.Load() != 0 } // pairs with writer.Tag

// TagsBetween appends the tags of the items at offsets from <= i < to of the
// slice, their offsets counted from its start. It is for readers that gate.
func (r *reader) TagsBetween(dst []metadata.Tag, from, to int) []metadata.Tag {
	g := r.ring
	if to <= from || g.head.tagged.Load() == 0 { // pairs with writer.Tag
		return dst
	}
	n := len(dst)
	dst = g.tags.Range(dst, r.pos+uint64(from), r.pos+uint64(to))
	for i := range dst[n:] {
		dst[n+i].Offset += from
	}
	return dst
}

// Oldest returns the position below which the writer may overwrite items.
func (w *writer) Oldest() uint64 { return w.ring.oldest() }

// Intact reports whether the slice of a lossy reader is still whole.
func (r *reader) Intact() bool { return r.ring.oldest() <= r.pos } // pairs with writer.raise

// Stuck reports whether the reader sleeps for items that are not there. Any
// goroutine may call it.
func (r *reader) Stuck() bool {
	want := r.slot.want.Load() // pairs with reader.announce
	over, _ := r.ring.over()
	return want != 0 && !over && r.ring.head.commit.Load() < want
}

// Stuck reports whether the writer sleeps for space that is not there. Any
// goroutine may call it.
func (w *writer) Stuck() bool {
	need := w.ring.wish.need.Load() // pairs with writer.announce
	if need == 0 {
		return false
	}
	floor, readers := w.ring.floor(^uint64(0))
	return readers != 0 && floor < need
}
