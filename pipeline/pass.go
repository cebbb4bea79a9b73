package pipeline

// pass calls every block that can go on, heads only when nothing else is left
// to do, and reports whether any could.
func (r *run) pass() (moved bool) {
	r.left, r.changed = false, false
	r.begin()
	for _, t := range r.rest {
		moved = r.drive(t, callsAtOnce) || moved
		if r.changed {
			return moved
		}
	}
	if r.left {
		return moved
	}
	for _, t := range r.first {
		moved = r.drive(t, 1) || moved
		if r.changed {
			break
		}
	}
	return moved
}

// callsAtOnce bounds how often a block is called before the others' turn.
const callsAtOnce = 64

// drive calls a block until it cannot go on, or so often, and reports whether it
// could.
func (r *run) drive(t *task, most int) (moved bool) {
	r.now = t
	for range most {
		var got outcome
		switch {
		case r.timed || t.clocked:
			got = r.timedStep(t)
		case t.quick:
			if got = t.stride.step(); got == unmade {
				got = t.again()
			}
		default:
			got = t.long()
		}
		if got != unmade {
			add(&t.calls, 1)
			moved = true
		}
		switch {
		case t.err != nil:
			r.drop(t.b, t.err)
			return true
		case got == spent:
			return true
		case got == unmade:
			r.left = r.left || moved && t.state == full // what is behind it may make room
			return moved
		case r.changed:
			return true
		}
	}
	r.left = true
	return true
}
