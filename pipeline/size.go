package pipeline

import "fmt"

// ring returns how many items the ring of a stream is to hold at least: what
// the options say, or more if the blocks at its ends need it. A writer that
// needs room for w items and a reader that needs r get on with each other in a
// ring of w+r-1; what a reader leaves unread is in its r.
func (e *edge) ring(c *config) (int, error) {
	w, r, who := 1, 1, ""
	if t := e.maker.task; t != nil {
		for j := range t.outs {
			if out := &t.outs[j]; out.edgeOf() == e {
				w = out.least
			}
		}
	}
	for _, b := range e.takers {
		if b.task == nil {
			continue
		}
		for i := range b.task.ins {
			if in := &b.task.ins[i]; in.edgeOf() == e && in.least > r {
				r, who = in.least, b.name
			}
		}
	}
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
