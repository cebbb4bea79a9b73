package pipeline

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/seed-ff569660/seamless/metadata"
)

// carrier takes tags from one input of a task to one of its outputs.
//
// A tag on item p of the input belongs on item (p-from+delay)*out/in of the
// output, counted from to: from and to are where the rate that holds at p began
// to hold. So it lands on the same item however the stream is cut into calls.
// It waits here until that item is made; one whose item has been made already
// goes on the next. One whose item is never made goes behind the last item: no
// item can be held back for it, since nobody knows which will be the last, and
// who waits for that one may be who is to make the next.
//
// A tag may be taken before its own item is used: an interpolator makes items
// of it first, and with a negative delay the tag belongs on an earlier item.
// When the rate changes in between, it lands by the new one. With a negative
// delay it does so only if it does not belong, by the old one, on an item made
// at the old rate.
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
	p   uint64 // item of the input it was on
	at  uint64 // item of the output it belongs on
	tag metadata.Tag
}

// begin is called before each call of a block with a rate: it may have changed.
func (c *carrier) begin(in, out uint64) {
	o, i := c.hints.rate()
	if up, down := uint64(max(o, 0)), uint64(max(i, 1)); up != c.up || down != c.down {
		c.up, c.down, c.from, c.to = up, down, in, out
		c.shift = int64(math.Floor(c.hints.delay * float64(up)))
		for k := range c.waiting {
			if w := &c.waiting[k]; w.p >= in {
				w.at = c.land(w.p)
			}
		}
	}
}

// land returns the item of the output that a tag on item p of the input
// belongs on.
func (c *carrier) land(p uint64) uint64 {
	high, low := bits.Mul64(p-c.from, c.up) // rates in Hz over hours are more than 64 bits
	var carry uint64
	if c.shift >= 0 {
		low, carry = bits.Add64(low, uint64(c.shift), 0)
		high += carry
	} else {
		low, carry = bits.Sub64(low, uint64(-c.shift), 0)
		if high < carry {
			return c.to
		}
		high -= carry
	}
	if high >= c.down {
		return math.MaxUint64
	}
	scaled, _ := bits.Div64(high, low, c.down)
	return c.to + scaled
}

// begin prepares for a call.
func (t *task) begin() {
	for k := range t.carriers {
		c := &t.carriers[k]
		c.begin(t.ins[c.in].pos, t.outs[c.out].pos)
	}
}

// carry takes the tags of the items that the call has used, or has seen where
// the rate says what they belong on; after the last call also those of the
// items left and those behind the last item.
func (t *task) carry(done bool) {
	for k := range t.carriers {
		c := &t.carriers[k]
		in, out := &t.ins[c.in], &t.outs[c.out]
		end := in.pos + uint64(in.used)
		if c.hints.rate != nil && c.hints.retag == nil {
			end = in.pos + uint64(in.have) // what it belongs on may be made before it is used
		}
		if in.ended && (done || end == in.pos+uint64(in.have)) {
			end = in.pos + uint64(in.have) + 1
		}
		t.tags = t.tags[:0]
		if end > c.scanned {
			t.tags = in.tags(t.tags, int(max(c.scanned, in.pos)-in.pos), int(end-in.pos))
			c.scanned = end
		}
		if f := c.hints.retag; f != nil {
			if in.used == 0 && out.made == 0 && len(t.tags) == 0 {
				continue
			}
			t.moved = f(t.moved[:0], t.tags, out.made, in.used)
			for _, tag := range t.moved {
				c.waiting = append(c.waiting, waitingTag{at: out.pos + uint64(max(tag.Offset, 0)), tag: tag})
			}
			continue
		}
		for _, tag := range t.tags {
			p, at := in.pos+uint64(tag.Offset), out.pos
			switch {
			case c.hints.rate != nil:
				at = c.land(p)
			case in.used > 0:
				at += uint64(tag.Offset) * uint64(out.made) / uint64(in.used)
			}
			c.waiting = append(c.waiting, waitingTag{p, at, tag})
		}
		if t.rated && c.hints.delay >= 0 {
			c.begin(in.pos+uint64(in.used), out.pos+uint64(out.made))
		}
	}
	for i := range t.ins {
		t.ins[i].pos += uint64(t.ins[i].used)
	}
}

// put publishes what output j has, with its tags; after the last call also the
// tags behind it.
func (t *task) put(j int, done bool) {
	out := &t.outs[j]
	t.tags = append(t.tags[:0], out.own...)
	out.own = out.own[:0]
	if n := out.made; n > 0 {
		for k := range t.carriers {
			if c := &t.carriers[k]; c.out == j && len(c.waiting) != 0 {
				t.tags = c.release(t.tags, out.pos, n)
			}
		}
		out.output.put(n, t.tags)
		out.pos += uint64(n)
	}
	if done {
		t.tags = t.tags[:0]
		for k := range t.carriers {
			if c := &t.carriers[k]; c.out == j {
				t.tags = c.rest(t.tags)
			}
		}
		out.output.last(t.tags)
	}
}

// release appends the tags of the n items from position on.
func (c *carrier) release(dst []metadata.Tag, position uint64, n int) []metadata.Tag {
	kept := c.waiting[:0]
	for _, w := range c.waiting {
		if w.at < position+uint64(n) {
			w.tag.Offset = int(max(w.at, position) - position)
			dst = append(dst, w.tag)
		} else {
			kept = append(kept, w)
		}
	}
	clear(c.waiting[len(kept):])
	c.waiting = kept
	return dst
}

// rest appends the tags whose item was not made, in order, at offset 0.
func (c *carrier) rest(dst []metadata.Tag) []metadata.Tag {
	slices.SortStableFunc(c.waiting, func(a, b waitingTag) int { return cmp.Compare(a.at, b.at) })
	for _, w := range c.waiting {
		w.tag.Offset = 0
		dst = append(dst, w.tag)
	}
	c.waiting = nil
	return dst
}
