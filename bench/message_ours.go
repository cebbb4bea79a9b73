package bench

import (
	"context"
	"runtime"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/lockfree"
)

func circularMessages(s shape) (*Subject, error) {
	w, readers, err := circularEnds[Message](s.ring, s.readers, nil)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	produce := func(n int) error {
		for i := range n {
			b, err := w.Slice(ctx, s.batch)
			if err != nil {
				return err
			}
			b = b[:s.batch]
			for j := range b {
				b[j] = letter(i*s.batch + j)
			}
			w.Produce(s.batch)
		}
		return nil
	}
	consume := func(r *circular.Reader[Message], items int) (float64, error) {
		var total uint64
		for items > 0 {
			b, err := r.Slice(ctx, 1)
			if err != nil {
				return 0, err
			}
			total += read(b)
			items -= len(b)
			if err := r.Consume(len(b)); err != nil {
				return 0, err
			}
		}
		return float64(total), nil
	}
	return &Subject{
		Run: func(n int) error {
			return relay(s.readers, letters(n*s.batch),
				func() error { return produce(n) },
				func(i int) (float64, error) { return consume(readers[i], n*s.batch) })
		},
		Close:  func() { closeEnds(w, readers) },
		Counts: func() Counts { return circularCounts(w, readers) },
	}, nil
}

func lockfreeMessages(s shape) (*Subject, error) {
	w, readers, err := lockfreeEnds[Message](s.ring, s.readers)
	if err != nil {
		return nil, err
	}
	produce := func(n int) error {
		for i := 0; i < n; {
			b := w.TrySliceMin(s.batch)
			if len(b) == 0 {
				runtime.Gosched()
				continue
			}
			b = b[:s.batch]
			for j := range b {
				b[j] = letter(i*s.batch + j)
			}
			w.Produce(s.batch)
			i++
		}
		return nil
	}
	consume := func(r *lockfree.Reader[Message], items int) (float64, error) {
		var total uint64
		for items > 0 {
			b, err := r.TrySliceMin(1)
			if err != nil {
				return 0, err
			}
			if len(b) == 0 {
				runtime.Gosched()
				continue
			}
			total += read(b)
			items -= len(b)
			if err := r.Consume(len(b)); err != nil {
				return 0, err
			}
		}
		return float64(total), nil
	}
	return &Subject{
		Run: func(n int) error {
			return relay(s.readers, letters(n*s.batch),
				func() error { return produce(n) },
				func(i int) (float64, error) { return consume(readers[i], n*s.batch) })
		},
		Close: func() { closeEnds(w, readers) },
	}, nil
}
