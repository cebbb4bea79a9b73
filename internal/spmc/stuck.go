package spmc

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
