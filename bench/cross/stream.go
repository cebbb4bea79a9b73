//go:build linux

package cross

import (
	"fmt"
	"slices"
	"time"
)

// A writer copies items to all its readers.
type writer interface {
	write(src []uint64) error
}

// A reader takes items out.
type reader interface {
	// read waits for min items and returns those that there are, which are the
	// caller's until done.
	read(min int) ([]uint64, error)
	done(n int) error
}

// produce is the writer's part of a stream.
func produce(w writer, batch int) func(int, *report) error {
	src := newSource(batch)
	return func(ops int, _ *report) error {
		for i := range ops {
			if err := w.write(src.at(i)); err != nil {
				return fmt.Errorf("write batch %d: %w", i, err)
			}
		}
		return nil
	}
}

// consume is a reader's part of a stream.
func consume(r reader, batch int) func(int, *report) error {
	src := newSource(batch)
	return func(ops int, _ *report) error {
		got, total := 0, uint64(0)
		for got < ops*batch {
			s, err := r.read(min(batch, ops*batch-got))
			if err != nil {
				return fmt.Errorf("after %d items: %w", got, err)
			}
			total += sum(s)
			got += len(s)
			if err := r.done(len(s)); err != nil {
				return fmt.Errorf("after %d items: %w", got, err)
			}
		}
		return check(got, ops*batch, total, src.sum(ops))
	}
}

// chunk is how many items are sent each millisecond in the work "oneway".
const chunk = 256

// paced is the writer's part of "oneway": it stamps a chunk each millisecond,
// when it has woken up.
func paced(w writer) func(int, *report) error {
	items := make([]uint64, chunk)
	return func(ops int, _ *report) error {
		due := time.Now()
		for range ops {
			due = due.Add(time.Millisecond)
			time.Sleep(time.Until(due))
			stamp := uint64(now())
			for i := range items {
				items[i] = stamp
			}
			if err := w.write(items); err != nil {
				return err
			}
		}
		return nil
	}
}

// aged is the reader's part of "oneway". What it spends is ops times the age of
// a chunk that so many hundredths are younger than.
func aged(r reader, percentile int) func(int, *report) error {
	return func(ops int, rep *report) error {
		ages := make([]int64, 0, ops)
		for got := 0; got < ops*chunk; {
			s, err := r.read(min(chunk, ops*chunk-got))
			if err != nil {
				return err
			}
			at := now()
			for i := chunk - 1 - got%chunk; i < len(s); i += chunk { // the last item of each
				ages = append(ages, at-int64(s[i]))
			}
			got += len(s)
			if err := r.done(len(s)); err != nil {
				return err
			}
		}
		if len(ages) != ops {
			return fmt.Errorf("%d chunks have arrived, not %d", len(ages), ops)
		}
		slices.Sort(ages)
		rep.Spent = ages[(ops-1)*percentile/100] * int64(ops)
		return nil
	}
}

// alone is the floor of a stream: one process copies each batch into a ring and
// adds it up once for every reader.
func alone(batch, readers int) func(int, *report) error {
	src, ring := newSource(batch), make([]uint64, ringItems)
	return func(ops int, _ *report) error {
		total := uint64(0)
		for i, at := 0, 0; i < ops; i++ {
			if at+batch > len(ring) {
				at = 0
			}
			copy(ring[at:], src.at(i))
			for range readers {
				total += sum(ring[at : at+batch])
			}
			at += batch
		}
		return check(ops*batch, ops*batch, total, src.sum(ops)*uint64(readers))
	}
}
