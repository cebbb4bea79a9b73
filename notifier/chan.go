package notifier

import "context"

// Chan is a Sync whose wake can also be received in a select.
type Chan struct {
	wake token
}

// NewChan returns a Chan with no wake remembered.
func NewChan() *Chan { return &Chan{newToken()} }

// C returns the channel that holds the remembered wake: one receive takes one
// wake, as one Wait does. It is the same channel at every call and is never
// closed. Whoever received from it looks again, as after Wait.
func (c *Chan) C() <-chan struct{} { return c.wake }

// Notify wakes the waiter or the next Wait or receive. Any goroutine may call it.
func (c *Chan) Notify() { c.wake.put() }

// Wait parks until a wake or until ctx is done. One goroutine at a time, and
// not while another one receives from C.
func (c *Chan) Wait(ctx context.Context) error { return c.wake.take(ctx) }
