package pipeline

import "fmt"

// least returns how many items the stream must be able to hold for the blocks
// at its ends, as far as they say so.
func (e *edge) least() int {
	w, r, _ := e.needs()
	return w + r - 1
}

// ring returns how many items the ring of a stream is to hold at least: what
// the options say, or more if the blocks at its ends need it. A writer that
// needs room for w items and a reader that needs r get on with each other in a
// ring of w+r-1; what a reader leaves unread is in its r.
func (e *edge) ring(c *config) (int, error) {
	w, r, who := e.needs()
	need := w + r - 1
	if e.limit != 0 && need > e.limit {
		if who == "" {
			who = e.name
		}
		return 0, fmt.Errorf("%w: the stream is limited to %d items, but %q needs %d at once and %q makes %d at once",
			ErrTooSmall, e.limit, who, r, e.name, w)
	}
	return max(c.items(e.bytes), need), nil
}

// needs returns how much room the block that makes the stream needs at once,
// and how many items the one of its readers that needs most, and its name.
func (e *edge) needs() (w, r int, who string) {
	w, r, who = 1, 1, ""
	if t := e.maker.task; t != nil {
		for j := range t.outs {
			if out := &t.outs[j]; out.edge == e {
				w = out.least
			}
		}
	}
	for _, b := range e.takers {
		if b.task == nil {
			continue
		}
		for i := range b.task.ins {
			if in := &b.task.ins[i]; in.edge == e && in.least > r {
				r, who = in.least, b.name
			}
		}
	}
	return w, r, who
}
