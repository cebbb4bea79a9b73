// Package lockfree is a stream in one process for loops that poll: one
// [Writer], a fixed number of [Reader]s, no waiting and no lock, over the same
// double-mapped ring as package circular.
//
//	w, err := lockfree.New[float32](65536, 2)
//	r, err := w.AddReader()
//
//	if s := w.TrySliceMin(64); len(s) != 0 {
//		w.Produce(copy(s, samples))
//	}
//
//	s, err := r.TrySliceMin(64) // empty: nothing yet; io.EOF: the end
//	use(s)
//	r.Consume(len(s))
//
// Nobody is ever woken, so giving items back costs no more than an ordinary
// store on amd64, where package circular pays for a full fence. Every
// operation on items is wait-free. Joining and leaving are lock-free; only
// tags, where there are any, are kept under a lock.
//
// An end belongs to one goroutine at a time; AddReader, Position, Stats and
// Cap may be called by any. T must hold no pointers. A slice may be used until
// what it covers is given back, or its end closed. The memory is unmapped when
// the last end is closed.
//
// What a loop does while it finds nothing is up to it. To sleep, use package
// circular.
package lockfree
