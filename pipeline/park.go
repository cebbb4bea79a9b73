package pipeline

import (
	"fmt"
	"slices"
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
	if r.widen() {
		return
	}
	if left == 0 {
		r.stall()
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
	r.sleep()
	r.armed.Store(uint32(left))
	r.parked.Store(1)
	err := r.bell.Wait(r.p.ctx)
	r.tuner.skip()
	r.parked.Store(0)
	r.wake()
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

// widen is called when no block can go on. Where a near stream is full and one
// that reads it starves, that block needs more of it than it holds at present,
// or of another stream that is behind; the stream then shall hold more. It
// reports whether any does.
func (r *run) widen() (wider bool) {
	starves := func(b *block) bool { return b.task.state == starved }
	for _, b := range r.blocks {
		if b.task.state != full {
			continue
		}
		if e := b.task.outs[b.task.short].edge; e.near && slices.ContainsFunc(e.takers, starves) {
			wider = e.widen() || wider
		}
	}
	return wider
}

// stall is called when no block can go on and none waits for another run: the
// graph can never go on.
func (r *run) stall() {
	for _, b := range r.blocks {
		if b.task.state == starved {
			r.drop(b, b.task.stall())
			return
		}
	}
	r.drop(r.blocks[0], fmt.Errorf("%w: no block of the graph can go on", ErrTooSmall))
}
