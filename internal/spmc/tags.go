package spmc

import "github.com/seed-ff569660/seamless/metadata"

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
