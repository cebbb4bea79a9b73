package pipeline

import "github.com/seed-ff569660/seamless/metadata"

// carrier takes tags from one input of a task to one of its outputs.
//
// A tag on item p of the input belongs on item (p-from+delay)*out/in of the
// output, counted from to: from and to are where the rate that holds at p began
// to hold. So it lands on the same item however the stream is cut into calls.
// It waits here until that item is made; one whose item has been made already
// goes on the next, and one whose item is never made on the last.
type carrier struct {
	in, out int // which input and output
	hints   hints

	up, down uint64 // the rate that holds: up items out of down; 0: that of each call
	from, to uint64 // where it began to hold, at the input and at the output
	shift    int64  // delay at that rate, in 1/down of an output item

	scanned uint64 // tags of items below it have been taken
	waiting []waitingTag
}

type waitingTag struct {
	at  uint64 // item of the output it belongs on
	tag metadata.Tag
}

// begin is called before each call: the rate may have changed.
func (c *carrier) begin(in, out uint64) {
	if c.hints.rate == nil {
		return
	}
	o, i := c.hints.rate()
	if up, down := uint64(max(o, 0)), uint64(max(i, 1)); up != c.up || down != c.down {
		c.up, c.down, c.from, c.to = up, down, in, out
		c.shift = int64(c.hints.delay * float64(up))
	}
}

// land returns the item of the output that a tag on item p of the input
// belongs on.
func (c *carrier) land(p uint64) uint64 {
	scaled := int64((p-c.from)*c.up) + c.shift
	if scaled < 0 {
		return c.to
	}
	return c.to + uint64(scaled)/c.down
}

// ahead returns how many items before its own is used a tag must be taken: with
// a negative delay the item it belongs on is made earlier.
func (c *carrier) ahead() uint64 {
	if c.hints.delay >= 0 || c.hints.rate == nil || c.hints.retag != nil {
		return 0
	}
	return uint64(-c.hints.delay) + 1
}

// begin prepares for a call.
func (t *task) begin() {
	for k := range t.carriers {
		c := &t.carriers[k]
		c.begin(t.ins[c.in].pos, t.outs[c.out].pos+uint64(t.outs[c.out].kept))
	}
}

// carry takes the tags of the items that the call has used.
func (t *task) carry() {
	for k := range t.carriers {
		c := &t.carriers[k]
		in, out := &t.ins[c.in], &t.outs[c.out]
		end := min(in.pos+uint64(in.used)+c.ahead(), in.pos+uint64(in.have))
		next := out.pos + uint64(out.kept)
		t.tags = t.tags[:0]
		if end > c.scanned {
			t.tags = in.tags(t.tags, int(max(c.scanned, in.pos)-in.pos), int(end-in.pos))
			c.scanned = end
		}
		if f := c.hints.retag; f != nil {
			t.moved = f(t.moved[:0], t.tags, out.made, in.used)
			for _, tag := range t.moved {
				c.waiting = append(c.waiting, waitingTag{next + uint64(max(tag.Offset, 0)), tag})
			}
			continue
		}
		for _, tag := range t.tags {
			at := next
			switch {
			case c.hints.rate != nil:
				at = c.land(in.pos + uint64(tag.Offset))
			case out.made > 0:
				at += uint64(tag.Offset) * uint64(out.made) / uint64(in.used)
			}
			c.waiting = append(c.waiting, waitingTag{at, tag})
		}
	}
	for i := range t.ins {
		t.ins[i].pos += uint64(t.ins[i].used)
	}
}

// put publishes what output j has, with its tags. While the task flushes it
// keeps the last item back, for the tags that belong beyond.
func (t *task) put(j int, last bool) {
	out := &t.outs[j]
	n := out.kept + out.made
	out.kept = 0
	if t.flush && !last && n > 0 {
		n, out.kept = n-1, 1
	}
	if n == 0 {
		return
	}
	t.tags = append(t.tags[:0], out.own...)
	out.own = out.own[:0]
	for k := range t.carriers {
		if c := &t.carriers[k]; c.out == j && len(c.waiting) != 0 {
			t.tags = c.release(t.tags, out.pos, n, last)
		}
	}
	out.output.put(n, t.tags)
	out.pos += uint64(n)
}

// release appends the tags of the n items from position on.
func (c *carrier) release(dst []metadata.Tag, position uint64, n int, last bool) []metadata.Tag {
	kept := c.waiting[:0]
	for _, w := range c.waiting {
		switch {
		case w.at < position+uint64(n):
			w.tag.Offset = int(max(w.at, position) - position)
		case last:
			w.tag.Offset = n - 1
		default:
			kept = append(kept, w)
			continue
		}
		dst = append(dst, w.tag)
	}
	clear(c.waiting[len(kept):])
	c.waiting = kept
	return dst
}
