package spmc

import "github.com/seed-ff569660/seamless"

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
	if over, _ := g.over(); over || g.head.commit.Load() != r.pos { // pairs with writer.Close, writer.Produce
		r.disarm()
		r.slot.bell.Notify()
		return
	}
	r.idle()
}

// ArmFor leaves a wish for min items standing and reports true, or leaves
// none and reports false when they are there or never will be. It is for a
// goroutine that waits for several ends at once; after the wake it calls
// Disarm. The error is a *seamless.StallError.
func (r *reader) ArmFor(min int) (bool, error) {
	r.armed = true
	r.announce(min)
	if r.ready(min) {
		r.disarm()
		return false, nil
	}
	if need := r.ring.wish.need.Load(); need > r.pos && !r.lossy { // pairs with writer.announce
		r.disarm()
		if r.ready(min) { // what the writer produced before it went to sleep
			return false, nil
		}
		return false, &seamless.StallError{Capacity: r.capacity, Items: min, Held: r.held}
	}
	r.idle()
	return true, nil
}

// Disarm takes back what ArmFor left.
func (r *reader) Disarm() {
	if r.armed {
		r.disarm()
	}
}

// disarm takes the reader's wish back if the writer has not cleared it.
func (r *reader) disarm() {
	r.armed = false
	if r.slot.want.Swap(0) != 0 { // pairs with Ring.wake
		r.ring.awake(r.slot)
	}
}

// Arm leaves a wish for one item of space standing, to be cleared by the
// reader that fulfils it or by the next look. When there is space already it
// rings the writer's own bell.
func (w *writer) Arm() {
	g := w.ring
	if w.armed {
		w.disarm()
	}
	if w.closed {
		g.bell.Notify()
		return
	}
	if deserted := w.raise(1); deserted || w.limit != w.pos { // only a full ring has a wish to announce
		g.bell.Notify()
		return
	}
	if !w.ArmFor(1, false) || w.limit != w.pos {
		w.disarm()
		g.bell.Notify()
	}
}

// ArmFor leaves a wish for min items of space standing, for half a ring where
// it is patient, and reports true; or leaves none and reports false when there
// is the space or nobody will ever make it. It is for a goroutine that waits
// for several ends at once; after the wake it calls Disarm. A patient wish
// may outlast the need: who leaves one bounds the time it waits.
func (w *writer) ArmFor(min int, patient bool) bool {
	w.armed = true
	if w.announce(min, patient) {
		return true
	}
	w.disarm()
	return false
}

// Disarm takes back what ArmFor left.
func (w *writer) Disarm() {
	if w.armed {
		w.disarm()
	}
}

// disarm takes the writer's wish back.
func (w *writer) disarm() {
	w.armed = false
	g := w.ring
	g.wish.want.Store(0)
	g.wish.need.Store(0)
	g.unask()
}
