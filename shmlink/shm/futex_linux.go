//go:build !portable

package shm

import (
	"math"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

const hasFutex = true

// The operations, without FUTEX_PRIVATE_FLAG: the sleeper is found by the page
// of the file, whatever the address and whoever maps it. x/sys has no names.
const (
	opWake = 1
	opWait = 9 // FUTEX_WAIT_BITSET: its deadline is absolute, by the monotonic clock
)

// forever is a timeout that nobody lives to see. A deadline beyond it would not
// fit the 32-bit seconds of some processors.
const forever = 30 * 365 * 24 * time.Hour

func futexWait(word *atomics.Uint32, value uint32, timeout time.Duration) (Outcome, error) {
	var deadline *unix.Timespec
	if timeout >= 0 && timeout < forever {
		t := unix.NsecToTimespec(MonoNow() + int64(timeout))
		deadline = &t
	}
	for {
		_, err := futex(word, opWait, value, deadline)
		switch err {
		case 0:
			return Woken, nil
		case unix.EAGAIN:
			return Changed, nil
		case unix.ETIMEDOUT:
			return TimedOut, nil
		case unix.EINTR: // the deadline is absolute: as before
		default:
			return Woken, err
		}
	}
}

func futexWake(word *atomics.Uint32, n int) int {
	woken, err := futex(word, opWake, uint32(min(max(n, 0), math.MaxInt32)), nil)
	if err != 0 {
		return 0 // the word is not mapped: nobody sleeps here
	}
	return woken
}
