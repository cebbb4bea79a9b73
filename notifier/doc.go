// Package notifier wakes the goroutine that waits for the other end of a stream.
//
// A [Notifier] is one bit of memory and a place to sleep: Notify sets the bit
// and never blocks, Wait sleeps until the bit is set and clears it. A wake says
// "look again", nothing more: it carries no count, two of them are one, and it
// may be spurious. So both sides follow one order, and then no wake is lost:
//
//	the side that wakes:   publish what changed, then Notify
//	the side that waits:   look, and if it does not suffice Wait, then look again
//
// What is looked at must be synchronised in itself (atomic words, a mutex):
// a coalesced wake orders nothing in memory.
//
// Which one to take:
//
//	Sync    a goroutine parks; the default
//	Chan    the same, with a channel to be used in select
//	Spin    looks n times before it parks, for waits shorter than a park
//	None    nobody wakes, the waiter polls and yields the processor
//	Func    a foreign event loop is told; it waits in its own way
package notifier

import "context"

// Notifier wakes one waiting goroutine.
//
// Any number of goroutines may call Notify; one goroutine at a time may Wait.
type Notifier interface {
	// Notify wakes the waiter, or if there is none the next Wait. It never
	// blocks. At most one wake is remembered.
	Notify()

	// Wait returns nil after a wake, which may have come before the call, and
	// may be spurious: the caller looks again. Otherwise it returns ctx.Err().
	// A context that is done when Wait is called wins over a remembered wake,
	// which then stays remembered.
	Wait(ctx context.Context) error
}
