package shm

import (
	"fmt"
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// HasFutex tells whether processes can sleep on a word that they share here: on
// Linux alone. Elsewhere FutexWait, and with it the Wait of a [Bell], return an
// error that wraps [ErrUnsupported].
const HasFutex = hasFutex

// Outcome is how a FutexWait ended.
type Outcome int

const (
	Woken    Outcome = iota // by FutexWake, or for no reason: look again
	Changed                 // the word was not the value any more
	TimedOut                // the time was up
)

func (o Outcome) String() string {
	switch o {
	case Woken:
		return "woken"
	case Changed:
		return "changed"
	case TimedOut:
		return "timed out"
	}
	return fmt.Sprintf("Outcome(%d)", int(o))
}

// FutexWait sleeps as long as the word has the value, until a [FutexWake] or
// until the timeout is over; one below zero is none. The word lies in a
// Region, which may be read-only, and the process that wakes may be another
// one. Signals do not end the wait.
//
// It blocks the calling thread. The runtime hands the thread's processor to
// other goroutines when it notices, after 20 µs to 10 ms: see [Doorbell] where
// that matters. Whoever else can write the word can keep the sleeper from
// being woken, also by moving it to a word of his own (FUTEX_REQUEUE): a
// timeout bounds that.
func FutexWait(word *atomics.Uint32, value uint32, timeout time.Duration) (Outcome, error) {
	outcome, err := futexWait(word, value, timeout)
	if err != nil {
		return Woken, fmt.Errorf("shm: wait for a word of %d: %w", value, err)
	}
	return outcome, nil
}

// FutexWake wakes up to n who sleep on the word, in any process, and returns
// how many it woke. It never blocks and costs a system call; the word's page
// may be read-only here. Where there are no futexes it wakes nobody.
func FutexWake(word *atomics.Uint32, n int) int { return futexWake(word, n) }
