package shm

import (
	"runtime"
	"time"
)

// Spin decides how long a waiter looks before it sleeps. It is the waiter's.
//
// It is all or nothing. A budget below what it costs to fall asleep and be
// woken is worse than none: a peer that pays that cost to wake the waiter
// answers later than the budget, so that once asleep both stay asleep. So the
// budget is a multiple of that cost, and it is spent only while it pays:
// a waiter whose looking was in vain sleeps at once until a wait turns out to
// have been short, or until it tries again, less and less often.
//
// With one processor nobody could answer while the waiter looks.
type Spin struct {
	off     bool // one processor
	skip    int  // waits until the next try
	penalty int  // the skip after the next failure
}

// Pause is a moment for a loop that looks at a word until it changes.
func Pause() { pause() }

const (
	spinBudget = 50 * time.Microsecond
	// shortWait is how long a wait with a sleep takes that looking would have
	// been enough for: the budget, and what the sleep itself costs.
	shortWait   = spinBudget + spinBudget/2
	mostSkipped = 256
)

// NewSpin returns the Spin of one waiter.
func NewSpin() Spin { return Spin{off: runtime.NumCPU() == 1 || runtime.GOMAXPROCS(0) == 1} }

// Budget returns how long this wait may look.
func (s *Spin) Budget() time.Duration {
	if s.off || s.skip > 0 {
		return 0
	}
	return spinBudget
}

// Learn takes note of a wait that took so long and was found by looking or not.
func (s *Spin) Learn(took time.Duration, found bool) {
	switch {
	case found || took < shortWait:
		s.skip, s.penalty = 0, 0
	case s.skip > 0:
		s.skip--
	default:
		s.penalty = min(max(2*s.penalty, 1), mostSkipped)
		s.skip = s.penalty
	}
}
