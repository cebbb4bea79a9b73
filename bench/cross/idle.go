//go:build linux

package cross

import (
	"fmt"
	"time"
)

// rest is how long a process is left to come to rest, which the order has woken.
const rest = 50 * time.Millisecond

// silence lets so many milliseconds pass. What it spends is processor time. If
// waits is not nil it counts how often this end has gone to sleep: once at first,
// and not again meanwhile, which would mean that it was woken for nothing.
func silence(waits func() uint64) func(int, *report) error {
	return func(ms int, r *report) error {
		if waits != nil {
			for waits() == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		time.Sleep(rest)
		start := spent()
		time.Sleep(time.Duration(ms) * time.Millisecond)
		r.Spent = int64(spent() - start)
		if waits != nil && waits() != 1 {
			return fmt.Errorf("it was woken %d times for nothing", waits()-1)
		}
		return nil
	}
}
