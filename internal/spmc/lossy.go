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

// overrun returns the loss to be reported with the n items just given back.
// The reader's last use of them comes before its store of tail, and that
// before the load of claim here; the writer's store of claim comes before its
// load of joins, and that before its first store into the items.
func (r *reader) overrun(n int) error {
	r.seen = r.pos
	start := r.pos - uint64(n)
	torn := 0
	if o := r.ring.oldest(); o > start { // pairs with writer.raise
		torn = int(min(o-start, uint64(n)))
		r.slot.lost.Add(uint64(torn))
	}
	lost := r.missed + uint64(torn)
	if lost == 0 {
		return nil
	}
	r.missed = 0
	return &seamless.OverrunError{Lost: lost, Torn: torn}
}
