package notifier

import (
	"context"
	"fmt"
	"runtime"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
)

// Spin looks n times for a wake, yielding the processor between looks, before
// it parks on another Notifier. It suits ends that wait for each other so
// briefly that parking would cost more than the wait; a waiter that looks is
// woken by one atomic store. It takes the processor time of n yields, and what
// each yield lets run in between.
//
// Ownership. wake is set by notifiers and cleared by the waiter only. parked
// is written by the waiter only. next is notified by notifiers and waited on
// by the waiter.
//
// Publication. A notifier publishes what changed, stores wake, then loads
// parked. The waiter stores parked, then swaps wake, and goes to next only if
// it was clear. The caller looks at what changed after Wait returned, so after
// the swap that took the wake.
//
// Why it cannot go wrong. Atomic operations have one total order. Either the
// notifier's load of parked comes after the waiter's store: it notifies next,
// which remembers the wake if the waiter is not asleep yet. Or it comes before
// it: then the store of wake came before it too, and the swap, which comes
// after the store of parked, sees the wake. A wake stored just before the swap
// that takes an earlier one is taken with it, and the look that follows sees
// what both published. A notifier that saw parked, and then was slow, leaves a
// wake in next that nobody needs: the waiter finds wake clear and goes back
// to sleep. A Wait that ends with an error takes no wake: it stays for the next.
type Spin struct {
	n    int
	next Notifier

	wake   atomics.Uint32 // 1: a wake is remembered
	parked atomics.Uint32 // 1: the waiter is, or is about to be, in next.Wait
	_      pad.Line
}

// NewSpin returns a Spin that looks n times, n >= 0, before it waits on next,
// which it must be the only one to use.
func NewSpin(n int, next Notifier) *Spin {
	if n < 0 || next == nil {
		panic(fmt.Sprintf("notifier: spin %d times and then wait on %v", n, next))
	}
	return &Spin{n: n, next: next}
}

// Notify wakes the waiter or the next Wait: one atomic store and a load if the
// waiter does not sleep. Any goroutine may call it.
func (s *Spin) Notify() {
	s.wake.Store(1)           // pairs with Wait and park: the swap of wake
	if s.parked.Load() != 0 { // pairs with park: the store of parked
		s.next.Notify()
	}
}

// Wait looks for a wake n times, then parks until a wake or until ctx is done.
// It looks at ctx before the first look and after the last. One goroutine at
// a time.
func (s *Spin) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for range s.n {
		if s.wake.Load() != 0 { // pairs with Notify: the store of wake
			s.wake.Swap(0)
			return nil
		}
		runtime.Gosched()
	}
	return s.park(ctx)
}

func (s *Spin) park(ctx context.Context) error {
	s.parked.Store(1) // pairs with Notify: the load of parked
	defer s.parked.Store(0)
	for s.wake.Swap(0) == 0 { // pairs with Notify: the store of wake
		if err := s.next.Wait(ctx); err != nil {
			return err
		}
	}
	return nil
}
