package spmc

import (
	"context"
	"fmt"
	"runtime"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/notifier"
)

// Wait takes a slice of at least min items, sleeping until they are there. At
// the end of the stream it takes what is left, or returns the writer's error
// or io.EOF where nothing is. A min below 1 takes what there is and does not
// sleep.
func (r *reader) Wait(ctx context.Context, min int) error {
	if min < 1 {
		return r.Look(1)
	}
	if min > r.capacity {
		return fmt.Errorf("%d of %d: %w", min, r.capacity, seamless.ErrExceedsCapacity)
	}
	if r.armed {
		r.disarm()
	}
	if r.ready(min) {
		return r.settle()
	}
	if !r.remote {
		runtime.Gosched() // on a shared processor the writer has then often done its part
	} // one in another process has not, and to yield wakes a thread that finds nothing to do
	for !r.ready(min) {
		err := ctx.Err()
		if err == nil {
			err = r.sleep(ctx, min)
		}
		if err != nil {
			r.held = 0
			return err
		}
	}
	return r.settle()
}

// ready looks and reports whether a wait for min items is over.
func (r *reader) ready(min int) bool { return r.look() || r.held >= min }

// News reports whether a look can find min items, or the end. It is for a
// reader that looks again and again, having looked once, and reads as little
// as can be.
func (r *reader) News(min int) bool {
	h := r.head
	return h.commit.Load()-r.pos >= uint64(min) || h.closed.Load() != 0 || r.ring.gone.Load() != present // pairs with writer.Produce, writer.Close, reader.Cut
}

// settle returns the outcome of a wait that is over.
func (r *reader) settle() error {
	if r.held == 0 {
		return r.end()
	}
	return nil
}

// sleep announces a wish for min items, looks again, and sleeps until
// something may have changed.
func (r *reader) sleep(ctx context.Context, min int) error {
	if asleep, err := r.ArmFor(min); !asleep {
		return err
	}
	defer r.Disarm()
	r.slot.waits.Add(1)
	return r.slot.bell.Wait(ctx)
}

// announce stores the wish for min items.
func (r *reader) announce(min int) {
	r.ring.asleep(r.slot)                  // before want, which may be cleared at once
	r.slot.want.Store(r.pos + uint64(min)) // pairs with Ring.wakeReaders
	if r.head.light.Load() != 0 {          // pairs with writer.weigh
		r.ring.fenceAll()
	}
}

// Bell returns the notifier that wakes the reader.
func (r *reader) Bell() notifier.Notifier { return r.slot.bell }
