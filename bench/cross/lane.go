//go:build linux

package cross

import "fmt"

// A lane carries one item at a time to the other process and back.
type lane interface {
	send(uint64) error
	receive() (uint64, error)
}

// trips sends items and waits for each to come back. It counts on, so that no
// two items are the same.
func trips(l lane) func(int, *report) error {
	n := uint64(0)
	return func(ops int, _ *report) error {
		for range ops {
			n++
			if err := l.send(n); err != nil {
				return err
			}
			v, err := l.receive()
			if err != nil {
				return err
			}
			if v != n {
				return fmt.Errorf("item %d has come back as %d", n, v)
			}
		}
		return nil
	}
}

// echoes sends each item back.
func echoes(l lane) func(int, *report) error {
	n := uint64(0)
	return func(ops int, _ *report) error {
		for range ops {
			n++
			v, err := l.receive()
			if err != nil {
				return err
			}
			if v != n {
				return fmt.Errorf("item %d has come as %d", n, v)
			}
			if err := l.send(v); err != nil {
				return err
			}
		}
		return nil
	}
}

// doze is how long the other side is left to fall asleep, in nanoseconds: well
// above what anybody looks before that.
const doze = 200_000

// drowsy sends the time, first or as an answer, whenever the other side has had
// the time to fall asleep. What it spends is how late the other's items were.
func drowsy(l lane, first bool) func(int, *report) error {
	return func(ops int, r *report) error {
		for i := range 2 * ops {
			if (i%2 == 0) == first {
				for since := now(); now()-since < doze; {
				}
				if err := l.send(uint64(now())); err != nil {
					return err
				}
				continue
			}
			sent, err := l.receive()
			if err != nil {
				return err
			}
			r.Spent += now() - int64(sent)
		}
		return nil
	}
}
