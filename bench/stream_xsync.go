package bench

import (
	"runtime"

	"github.com/puzpuzpuz/xsync/v4"
)

// spscStream is a queue for one producer and one consumer that carries
// batches, with several readers one for each of them. Batches come from a pool
// and go back to it through a queue; the last reader to be done with one gives
// it back.
func spscStream[T sample](s shape) (*Subject, error) {
	if s.readers == 1 {
		return spscOne[T](s), nil
	}
	src := newSource[T](s.batch)
	free := xsync.NewMPMCQueue[*shared[T]](s.buffers()) // several readers give back
	for _, b := range slab[T](s) {
		free.TryEnqueue(&shared[T]{items: b})
	}
	full := make([]*xsync.SPSCQueue[*shared[T]], s.readers)
	for i := range full {
		full[i] = xsync.NewSPSCQueue[*shared[T]](s.buffers())
	}
	produce := func(n int) error {
		for i := range n {
			b := mpmcTake(free)
			copy(b.items, src.at(i))
			b.refs.Store(int32(s.readers))
			for _, q := range full {
				spscPut(q, b)
			}
		}
		return nil
	}
	consume := func(in *xsync.SPSCQueue[*shared[T]], n int) (total float64, err error) {
		for range n {
			b := spscTake(in)
			total += sum(b.items)
			if b.refs.Add(-1) == 0 {
				mpmcPut(free, b)
			}
		}
		return total, nil
	}
	return &Subject{Run: func(n int) error {
		return relay(s.readers, src.sum(n),
			func() error { return produce(n) },
			func(i int) (float64, error) { return consume(full[i], n) })
	}}, nil
}

func spscOne[T sample](s shape) *Subject {
	src := newSource[T](s.batch)
	full, free := xsync.NewSPSCQueue[[]T](s.buffers()), xsync.NewSPSCQueue[[]T](s.buffers())
	for _, b := range slab[T](s) {
		free.TryEnqueue(b)
	}
	produce := func(n int) error {
		for i := range n {
			b := spscTake(free)
			copy(b, src.at(i))
			spscPut(full, b)
		}
		return nil
	}
	consume := func(n int) (total float64, err error) {
		for range n {
			b := spscTake(full)
			total += sum(b)
			spscPut(free, b)
		}
		return total, nil
	}
	return &Subject{Run: func(n int) error {
		return relay(1, src.sum(n),
			func() error { return produce(n) },
			func(int) (float64, error) { return consume(n) })
	}}
}

// mpmcStream is spscStream over the queue for many producers and consumers.
func mpmcStream[T sample](s shape) (*Subject, error) {
	src := newSource[T](s.batch)
	free := xsync.NewMPMCQueue[*shared[T]](s.buffers())
	for _, b := range slab[T](s) {
		free.TryEnqueue(&shared[T]{items: b})
	}
	full := make([]*xsync.MPMCQueue[*shared[T]], s.readers)
	for i := range full {
		full[i] = xsync.NewMPMCQueue[*shared[T]](s.buffers())
	}
	produce := func(n int) error {
		for i := range n {
			b := mpmcTake(free)
			copy(b.items, src.at(i))
			if s.readers > 1 {
				b.refs.Store(int32(s.readers))
			}
			for _, q := range full {
				mpmcPut(q, b)
			}
		}
		return nil
	}
	consume := func(in *xsync.MPMCQueue[*shared[T]], n int) (total float64, err error) {
		for range n {
			b := mpmcTake(in)
			total += sum(b.items)
			if s.readers == 1 || b.refs.Add(-1) == 0 {
				mpmcPut(free, b)
			}
		}
		return total, nil
	}
	return &Subject{Run: func(n int) error {
		return relay(s.readers, src.sum(n),
			func() error { return produce(n) },
			func(i int) (float64, error) { return consume(full[i], n) })
	}}, nil
}

// The queues do not wait; their users yield while they find no space or no
// item. One function for each type of queue: through an interface or a type
// parameter every call would be an indirect one.

func spscPut[I any](q *xsync.SPSCQueue[I], item I) {
	for !q.TryEnqueue(item) {
		runtime.Gosched()
	}
}

func spscTake[I any](q *xsync.SPSCQueue[I]) I {
	for {
		if item, ok := q.TryDequeue(); ok {
			return item
		}
		runtime.Gosched()
	}
}

func mpmcPut[I any](q *xsync.MPMCQueue[I], item I) {
	for !q.TryEnqueue(item) {
		runtime.Gosched()
	}
}

func mpmcTake[I any](q *xsync.MPMCQueue[I]) I {
	for {
		if item, ok := q.TryDequeue(); ok {
			return item
		}
		runtime.Gosched()
	}
}
