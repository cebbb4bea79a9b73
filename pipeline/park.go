package pipeline

import (
	"fmt"
	"time"
)

// patience is how long a writer that could go on waits for half a ring of
// space, so as not to be woken for every batch.
const patience = time.Millisecond

// park waits until one of the blocks may go on.
func (r *run) park() {
	left := 0
	defer r.disarm()
	for _, b := range r.blocks {
		n, ready, err := b.task.arm(!r.eager)
		if ready {
			return
		}
		if err != nil {
			r.drop(b, err)
			return
		}
		left += n
	}
	if left == 0 {
		r.unstall()
		return
	}
	if r.hold == nil {
		r.hold = time.AfterFunc(patience, r.bell.Notify)
		if r.eager {
			r.hold.Stop()
		}
	} else if !r.eager {
		r.hold.Reset(patience)
	}
	began := time.Now()
	r.parked.Store(1)
	err := r.bell.Wait(r.p.ctx)
	r.parked.Store(0)
	r.blocked(time.Since(began))
	if !r.eager && !r.hold.Stop() {
		r.eager = true
	}
	if err != nil && r.p.ctx.Err() == nil {
		r.drop(r.blocks[0], fmt.Errorf("its notifier: %w", err))
	}
}

func (r *run) disarm() {
	for _, b := range r.blocks {
		b.task.disarm()
	}
}

// unstall is called when no block can go on and none waits for another run:
// some block needs more than its streams hold at present. It lets those that
// are full hold more, and when they cannot the graph can never go on.
func (r *run) unstall() {
	wider := false
	for _, b := range r.blocks {
		if b.task.state == full {
			for _, e := range b.to {
				wider = e.near && e.widen() || wider
			}
		}
	}
	if wider {
		return
	}
	for _, b := range r.blocks {
		if b.task.state == starved {
			r.drop(b, b.task.stall())
			return
		}
	}
	r.drop(r.blocks[0], fmt.Errorf("%w: no block of the graph can go on", ErrTooSmall))
}
