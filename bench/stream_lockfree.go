package bench

import (
	"runtime"

	"github.com/seed-ff569660/seamless/lockfree"
)

// lockfreeStream is a lockfree stream whose ends yield while they find nothing.
func lockfreeStream[T sample](s shape) (*Subject, error) {
	w, readers, err := lockfreeEnds[T](s.ring, s.readers)
	if err != nil {
		return nil, err
	}
	src := newSource[T](s.batch)
	return &Subject{
		Run: func(n int) error {
			return relay(s.readers, src.sum(n),
				func() error { return lockfreeProduce(w, src, n) },
				func(i int) (float64, error) { return lockfreeConsume(readers[i], s.batch, n*s.batch) })
		},
		Close: func() { closeEnds(w, readers) },
	}, nil
}

func lockfreeEnds[T any](ring, readers int) (*lockfree.Writer[T], []*lockfree.Reader[T], error) {
	w, err := lockfree.New[T](ring, readers)
	if err != nil {
		return nil, nil, err
	}
	ends := make([]*lockfree.Reader[T], readers)
	for i := range ends {
		if ends[i], err = w.AddReader(); err != nil {
			return nil, nil, err
		}
	}
	return w, ends, nil
}

func lockfreeProduce[T sample](w *lockfree.Writer[T], src *source[T], n int) error {
	for i := 0; i < n; {
		s := w.TrySliceMin(src.batch)
		if len(s) == 0 {
			runtime.Gosched()
			continue
		}
		w.Produce(copy(s, src.at(i)))
		i++
	}
	return nil
}

func lockfreeConsume[T sample](r *lockfree.Reader[T], batch, items int) (total float64, err error) {
	for items > 0 {
		s, err := r.TrySliceMin(batch)
		if err != nil {
			return total, err
		}
		if len(s) == 0 {
			runtime.Gosched()
			continue
		}
		total += sum(s)
		items -= len(s)
		if err := r.Consume(len(s)); err != nil {
			return total, err
		}
	}
	return total, nil
}
