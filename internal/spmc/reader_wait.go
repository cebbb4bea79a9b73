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
	runtime.Gosched() // on a shared processor the writer has then often done its part
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
	r.announce(min)
	defer r.disarm()
	if r.ready(min) {
		return nil
	}
	if need := r.ring.need.Load(); need > r.pos && !r.lossy { // pairs with writer.announce
		if r.ready(min) { // what the writer produced before it went to sleep
			return nil
		}
		return &seamless.StallError{Capacity: r.capacity, Items: min, Held: r.held}
	}
	r.idle()
	r.slot.waits.Add(1)
	return r.slot.bell.Wait(ctx)
}

// announce stores the wish for min items.
func (r *reader) announce(min int) {
	r.ring.sleepers.Add(1)                 // pairs with writer.Produce; before want, which may be cleared at once
	r.slot.want.Store(r.pos + uint64(min)) // pairs with Ring.wakeReaders
}

// disarm takes the reader's wish back if the writer has not cleared it.
func (r *reader) disarm() {
	r.armed = false
	if r.slot.want.Swap(0) != 0 { // pairs with Ring.wake
		r.ring.sleepers.Add(^uint32(0))
	}
}

// Arm leaves a wish for one item standing, to be cleared by the writer that
// fulfils it or by the next look. When there is an item already, or the end,
// it rings the reader's own bell.
func (r *reader) Arm() {
	if r.armed {
		r.disarm()
	}
	if r.closed || r.dead {
		r.slot.bell.Notify()
		return
	}
	r.armed = true
	r.announce(1)
	g := r.ring
	if g.closed.Load() != 0 || g.commit.Load() != r.pos { // pairs with writer.Close, writer.Produce
		r.disarm()
		r.slot.bell.Notify()
		return
	}
	r.idle()
}

// Bell returns the notifier that wakes the reader.
func (r *reader) Bell() notifier.Notifier { return r.slot.bell }
