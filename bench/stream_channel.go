package bench

import "sync/atomic"

// channelStream is a channel of slices that come from a pool and go back to it
// through another channel. With several readers each has a channel, and the
// last one to be done with a slice gives it back.
func channelStream[T sample](s shape) (*Subject, error) {
	if s.readers == 1 {
		return channelOne[T](s), nil
	}
	return channelMany[T](s), nil
}

func channelOne[T sample](s shape) *Subject {
	src := newSource[T](s.batch)
	full, free := make(chan []T, s.buffers()), make(chan []T, s.buffers())
	for _, b := range slab[T](s) {
		free <- b
	}
	produce := func(n int) error {
		for i := range n {
			b := <-free
			copy(b, src.at(i))
			full <- b
		}
		return nil
	}
	consume := func(n int) (total float64, err error) {
		for range n {
			b := <-full
			total += sum(b)
			free <- b
		}
		return total, nil
	}
	return &Subject{Run: func(n int) error {
		return relay(1, src.sum(n),
			func() error { return produce(n) },
			func(int) (float64, error) { return consume(n) })
	}}
}

// shared is a batch that several readers hold. Its count shares no cache line
// with anything else that is looked at.
type shared[T any] struct {
	items []T
	_     [128]byte
	refs  atomic.Int32
	_     [128]byte
}

func channelMany[T sample](s shape) *Subject {
	src := newSource[T](s.batch)
	free := make(chan *shared[T], s.buffers())
	for _, b := range slab[T](s) {
		free <- &shared[T]{items: b}
	}
	full := make([]chan *shared[T], s.readers)
	for i := range full {
		full[i] = make(chan *shared[T], s.buffers())
	}
	produce := func(n int) error {
		for i := range n {
			b := <-free
			copy(b.items, src.at(i))
			b.refs.Store(int32(s.readers))
			for _, c := range full {
				c <- b
			}
		}
		return nil
	}
	consume := func(in <-chan *shared[T], n int) (total float64, err error) {
		for range n {
			b := <-in
			total += sum(b.items)
			if b.refs.Add(-1) == 0 {
				free <- b
			}
		}
		return total, nil
	}
	return &Subject{Run: func(n int) error {
		return relay(s.readers, src.sum(n),
			func() error { return produce(n) },
			func(i int) (float64, error) { return consume(full[i], n) })
	}}
}

// slab returns the batches of a pool, cut from one piece of memory that has
// been touched.
func slab[T any](s shape) [][]T {
	all := make([]T, s.buffers()*s.batch)
	clear(all)
	batches := make([][]T, s.buffers())
	for i := range batches {
		batches[i] = all[i*s.batch : (i+1)*s.batch : (i+1)*s.batch]
	}
	return batches
}
