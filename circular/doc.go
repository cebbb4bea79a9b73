// Package circular is a stream in one process: one [Writer], any number of
// [Reader]s, and between them a ring of items that is mapped twice, so that
// both sides always hold one contiguous slice of it.
//
// Each side has three verbs: take a slice, use it in place, give back as much
// of it as was used.
//
//	w, err := circular.New[complex64](65536)
//	r := w.AddReader()
//
//	s, err := w.Slice(ctx, 512) // wait for space; at least 512 items, mostly more
//	n := copy(s, samples)
//	w.Produce(n)
//
//	s, err := r.Slice(ctx, 512) // wait for items; at the end what is left, then io.EOF
//	use(s)
//	r.Consume(len(s))
//
// Every reader sees every item; the writer has as much space as the slowest
// reader leaves it. A reader may join at any time and sees what is produced
// from then on. Slice waits, TrySlice does not, Ready waits in a select. Tags
// are said of single items and travel beside them ([Writer.ProduceTags],
// [Reader.Tags]).
//
// An end belongs to one goroutine at a time; AddReader, Position, Stats and
// Cap may be called by any. No operation takes a lock unless there are tags,
// and none allocates. T must hold no pointers: the items lie outside the Go
// heap.
//
// A slice may be used until what it covers is given back, or its end closed.
// The memory is unmapped when the last end is closed, so close every end.
package circular
