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

// divide says how many items a block is given at once: so many that they and
// what it makes of them have callBytes together.
func (t *task) divide(c *config, h hints) {
	rate := 1.0 // items out for each in
	if h.rate != nil && len(t.ins) != 0 {
		if out, in := h.rate(); out > 0 && in > 0 {
			rate = float64(out) / float64(in)
		}
	}
	bytes := 0.0 // for each item in
	for i := range t.ins {
		bytes += float64(t.ins[i].edge.bytes)
	}
	for j := range t.outs {
		bytes += rate * float64(t.outs[j].edge.bytes)
	}
	n := float64(c.callBytes) / bytes
	for i := range t.ins {
		t.ins[i].batch = t.ins[i].edge.share(c, n)
	}
	for j := range t.outs {
		out := &t.outs[j]
		out.batch = max(out.least, out.edge.share(c, rate*n))
	}
}

// share takes note of how many items a block at one of its ends is to be given at
// once. The stream itself goes by the fewest.
func (e *edge) share(c *config, items float64) int {
	n := max(1, int(items))
	if c.maxBatch != 0 {
		n = c.maxBatch
	}
	n = min(n, max(1, c.items(e.bytes)/2))
	if e.batch == 0 || n < e.batch {
		e.batch = n
	}
	return n
}

// resize has the block go by what its streams give at once at a scale.
func (t *task) resize(scale int) {
	for i := range t.ins {
		t.ins[i].batch = t.ins[i].edge.scaled(scale)
	}
	for j := range t.outs {
		out := &t.outs[j]
		out.batch = max(out.least, out.edge.scaled(scale))
	}
}
