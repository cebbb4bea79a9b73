package shmlink

import (
	"context"
	"sync"

	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// chime wakes a reader that polls: by its doorbell alone, whose wait parks the
// goroutine until the runtime's poller has the ring; or, once somebody has asked
// for the channel, through a goroutine that turns rings into values of it, which
// takes one more change of goroutines a wake.
//
// Everybody may Notify. The rest is the reader's.
type chime struct {
	door *shm.Doorbell
	wake *notifier.Chan
	work *sync.WaitGroup
	pump bool // rings go into the channel
}

// Notify wakes the reader itself, whatever it waits for.
func (c *chime) Notify() {
	c.wake.Notify()
	c.door.Wake()
}

// Wait parks the goroutine until the writer's process rings, or somebody here
// does.
func (c *chime) Wait(ctx context.Context) error {
	if !c.pump {
		if c.door.Wait(ctx) == nil {
			return nil
		}
		if err := ctx.Err(); err != nil { // whatever else came to pass meanwhile
			return err
		}
		// The writer's process has hung up. Whoever finds out why will Notify.
	}
	return c.wake.Wait(ctx)
}

// C returns a channel that holds a value after a ring.
func (c *chime) C() <-chan struct{} {
	if !c.pump {
		c.pump = true
		c.work.Go(func() {
			for c.door.Wait(context.Background()) == nil {
				c.wake.Notify()
			}
		})
	}
	return c.wake.C()
}
