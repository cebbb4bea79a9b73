package spmc

import "github.com/seed-ff569660/seamless"

// skip moves a lossy reader that was overtaken up to the oldest item that is
// still whole, and reports whether it was.
func (r *reader) skip() bool {
	o := r.ring.oldest()
	if o <= r.pos {
		return false
	}
	lost := o - r.pos
	r.missed += lost
	r.pos, r.seen = o, o
	r.offset = int(o % uint64(r.capacity))
	r.cursor.tail.Store(o)
	r.slot.lost.Add(lost)
	return true
}

// consumeLossy is Consume for a lossy reader. One that gates until it is put
// out looks at claim before it makes room, which the writer claims at once.
func (r *reader) consumeLossy(n int) error {
	gates := r.ring.out != nil
	var oldest uint64
	if gates {
		r.cursor.tail.Store(r.pos) // as it is; keeps the load of claim behind the use of the items
		oldest = r.ring.oldest()
	}
	r.advance(n)
	r.cursor.tail.Store(r.pos) // pairs with Ring.floor; keeps the load of claim behind the use of the items
	if !gates {
		return r.overrun(n, r.ring.oldest())
	}
	if want := r.wish.want.Load(); want != 0 && r.pos >= want { // pairs with writer.announce
		r.slot.wakes.Add(r.ring.wakeWriter(want))
	}
	return r.overrun(n, oldest)
}

// overrun returns the loss to be reported with the n items just given back.
// The reader's last use of them comes before its store of tail, and that
// before the load of claim that makes oldest; the writer's store of claim comes
// before its load of joins, and that before its first store into the items.
func (r *reader) overrun(n int, oldest uint64) error {
	r.seen = r.pos
	start := r.pos - uint64(n)
	torn := 0
	if oldest > start { // pairs with writer.raise
		torn = int(min(oldest-start, uint64(n)))
		r.slot.lost.Add(uint64(torn))
	}
	lost := r.missed + uint64(torn)
	if lost == 0 {
		return nil
	}
	r.missed = 0
	return &seamless.OverrunError{Lost: lost, Torn: torn}
}

// Oldest returns the position below which the writer may overwrite items.
func (w *writer) Oldest() uint64 { return w.ring.oldest() }

// Intact reports whether the slice of a lossy reader is still whole.
func (r *reader) Intact() bool { return r.ring.oldest() <= r.pos } // pairs with writer.raise
