package bench

import (
	"context"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/notifier"
)

// circularStream is a circular stream as its documentation shows it: the
// writer waits for a batch of space, the readers for a batch of items, and
// they take what else is there.
func circularStream[T sample](s shape) (*Subject, error) { return circularWith[T](s, nil) }

// circularBy returns circularStream with another way to wait.
func circularBy[T sample](bell func() notifier.Notifier) maker[T] {
	return func(s shape) (*Subject, error) { return circularWith[T](s, bell) }
}

func circularWith[T sample](s shape, bell func() notifier.Notifier) (*Subject, error) {
	w, readers, err := circularEnds[T](s.ring, s.readers, bell)
	if err != nil {
		return nil, err
	}
	src := newSource[T](s.batch)
	return &Subject{
		Run: func(n int) error {
			return relay(s.readers, src.sum(n),
				func() error { return circularProduce(w, src, n) },
				func(i int) (float64, error) { return circularConsume(readers[i], s.batch, n*s.batch) })
		},
		Close:  func() { closeEnds(w, readers) },
		Counts: func() Counts { return circularCounts(w, readers) },
	}, nil
}

// circularEnds makes a stream. A nil bell is the default notifier.
func circularEnds[T any](ring, readers int, bell func() notifier.Notifier) (*circular.Writer[T], []*circular.Reader[T], error) {
	var writing []circular.Option
	if bell != nil {
		writing = append(writing, circular.WithNotifier(bell()))
	}
	w, err := circular.New[T](ring, writing...)
	if err != nil {
		return nil, nil, err
	}
	ends := make([]*circular.Reader[T], readers)
	for i := range ends {
		var reading []circular.ReaderOption
		if bell != nil {
			reading = append(reading, circular.NotifiedBy(bell()))
		}
		ends[i] = w.AddReader(reading...)
	}
	return w, ends, nil
}

func circularProduce[T sample](w *circular.Writer[T], src *source[T], n int) error {
	ctx := context.Background()
	for i := range n {
		s, err := w.Slice(ctx, src.batch)
		if err != nil {
			return err
		}
		w.Produce(copy(s, src.at(i)))
	}
	return nil
}

func circularConsume[T sample](r *circular.Reader[T], batch, items int) (total float64, err error) {
	ctx := context.Background()
	for items > 0 {
		s, err := r.Slice(ctx, batch)
		if err != nil {
			return total, err
		}
		total += sum(s)
		items -= len(s)
		if err := r.Consume(len(s)); err != nil {
			return total, err
		}
	}
	return total, nil
}

func circularCounts[T any](w *circular.Writer[T], readers []*circular.Reader[T]) Counts {
	s := w.Stats()
	c := Counts{Items: s.Items, Waits: s.Waits, Wakes: s.Wakes}
	for _, r := range readers {
		s := r.Stats()
		c.Waits += s.Waits
		c.Wakes += s.Wakes
	}
	return c
}

// closeEnds closes the ends of a stream.
func closeEnds[R interface{ Close() error }](w interface{ Close() error }, readers []R) {
	_ = w.Close()
	for _, r := range readers {
		_ = r.Close()
	}
}
