package spmc

import (
	"io"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/pad"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

// ReaderConfig says how a reader behaves. The zero value is a gating reader
// that starts at the current position.
type ReaderConfig struct {
	Notifier notifier.Notifier // wakes the reader; nil: notifier.NewChan()
	Lossy    bool              // does not gate the writer
	Oldest   bool              // starts at the oldest item still there
	At       *uint64           // starts there, or as near as can be; guests only
	Fences   bool              // has a fence and calls it before it sleeps; guests only
}

// reader is a reading end's cursor. All methods but Position and Stats belong
// to one goroutine at a time.
type reader struct {
	ring     *Ring
	slot     *slot
	head     *Head   // as in ring
	cursor   *Cursor // as in slot
	wish     *Wish   // as in ring
	pos      uint64  // as in slot.tail
	seen     uint64  // the last commit seen; for a lossy reader always pos
	offset   int     // of pos in the ring
	held     int     // items of the last slice not yet consumed
	capacity int
	plain    bool // gating and open: commit is all there is to look at
	tagged   bool // as head.tagged when commit was last looked at
	lossy    bool
	armed    bool // a wish was left standing by Arm
	closed   bool
	remote   bool   // attached: its words are shared memory
	dead     bool   // joined after the memory had gone
	most     uint64 // as in slot.maxFill
	missed   uint64 // lost before the slice was taken, not yet reported

	_ pad.Line
}

// add makes r a reader of the ring.
func (w *writer) add(r *reader, c ReaderConfig) error {
	g := w.ring
	s := &slot{Cursor: new(Cursor), bell: c.Notifier}
	if s.bell == nil {
		s.bell = notifier.NewChan()
	}
	s.tail.Store(g.head.commit.Load())
	if c.Oldest {
		s.tail.Store(g.oldest())
	}
	if c.Lossy {
		s.kind.Store(lossy)
	}
	s.start.Store(s.tail.Load())
	if r.dead = !g.retain(); !r.dead {
		if err := g.join(s); err != nil {
			_ = g.drop()
			return err
		}
	}
	r.begin(g, s, c.Lossy)
	return nil
}

// begin takes the reader to where its slot's tail is.
func (r *reader) begin(g *Ring, s *slot, lossy bool) {
	r.ring, r.slot, r.lossy, r.capacity = g, s, lossy, int(g.capacity)
	r.head, r.cursor, r.wish = g.head, s.Cursor, g.wish
	r.pos = s.tail.Load()
	r.seen = r.pos
	r.offset = int(r.pos % g.capacity)
	r.plain = !r.lossy && !r.dead
}

// available returns how many items there are, without a look at the writer
// when there are at least min. A reader that has more to look at than the
// writer's commit finds none here; that goes for one that is lossy or closed.
func (r *reader) available(min int) uint64 {
	n := r.seen - r.pos
	if n < uint64(min) && r.plain {
		r.seen = r.head.commit.Load() // pairs with writer.Produce
		r.tagged = r.head.tagged.Load() != 0
		n = r.seen - r.pos
		if n > r.most {
			if n > uint64(r.capacity) {
				r.invalidate(r.ring.lied)
				return 0
			}
			r.most = n
			r.cursor.maxFill.Store(n)
		}
	}
	return n
}

// invalidate ends the stream of an attached reader whose writer has published
// what no writer can, or can to it, and tells. It returns true.
func (r *reader) invalidate(tell func()) bool {
	r.ring.gone.Store(invalid)
	r.held, r.seen, r.plain = 0, r.pos, false
	tell()
	return true
}

// Look takes all the items there are, or none if they are fewer than min and
// more may come. It returns the writer's error, or io.EOF, when there are none
// and there will never be more.
func (r *reader) Look(min int) error {
	if r.armed {
		r.disarm()
	}
	before := r.seen
	if end := r.look(); end {
		if r.held == 0 {
			return r.end()
		}
		return nil
	}
	if r.held < min {
		r.held = 0
	}
	if r.held == 0 || r.seen == before {
		r.idle()
	}
	return nil
}

// look takes all the items there are and reports whether there will never be
// more.
func (r *reader) look() (end bool) {
	if r.closed || r.dead {
		r.held = 0
		return true
	}
	g := r.ring
	end, valid := g.over() // before commit, so that commit is the last
	if !valid {
		r.held, r.seen, r.plain = 0, r.pos, false // what was seen before is not to be used either
		return true
	}
	if r.lossy {
		if g.out != nil && !r.Intact() {
			return r.invalidate(g.out)
		}
		r.skip()
	}
	seen := g.head.commit.Load()  // pairs with writer.Produce
	for seen-r.pos > g.capacity { // a lossy reader, lapped between the two loads
		if g.out != nil && !r.Intact() {
			return r.invalidate(g.out)
		}
		if !r.skip() {
			return r.invalidate(g.lied)
		}
		seen = g.head.commit.Load()
	}
	r.tagged = g.head.tagged.Load() != 0 // pairs with writer.Tag, which comes before commit
	fill := seen - r.pos
	if !r.lossy {
		r.seen = seen
	}
	if fill > r.most {
		r.most = fill
		r.cursor.maxFill.Store(fill)
	}
	r.held = int(fill)
	return end
}

// end returns why there will never be more items.
func (r *reader) end() error {
	switch {
	case r.closed:
		return seamless.ErrClosed
	case r.ring.why != nil:
		if err := r.ring.why(); err != nil {
			return err
		}
	case r.ring.err != nil: // stored before closed
		return r.ring.err
	}
	return io.EOF
}

// idle is called when the reader has found nothing new.
func (r *reader) idle() {
	if n := r.ring.press(); n != 0 {
		r.slot.wakes.Add(n)
	}
}

// Consume gives the first n items of the slice back. It panics when there are
// fewer. A lossy reader gets a *seamless.OverrunError when it has lost items.
func (r *reader) Consume(n int) error {
	if r.lossy {
		return r.consumeLossy(n)
	}
	r.advance(n)
	r.cursor.tail.Store(r.pos)                                  // pairs with Ring.floor
	if want := r.wish.want.Load(); want != 0 && r.pos >= want { // pairs with writer.announce
		r.slot.wakes.Add(r.ring.wakeWriter(want))
	}
	return nil
}

// ConsumeQuietly is Consume for a ring where nobody ever sleeps. A gating
// reader's store may become visible a little later, which only makes the
// writer wait.
func (r *reader) ConsumeQuietly(n int) error {
	r.advance(n)
	if r.lossy {
		r.cursor.tail.Store(r.pos) // keeps the load of claim behind the use of the items
		return r.overrun(n, r.ring.oldest())
	}
	r.cursor.tail.StoreRelease(r.pos) // pairs with Ring.floor
	return nil
}

func (r *reader) advance(n int) {
	if uint(n) > uint(r.held) {
		panic(misuse{"consumed", n, r.held})
	}
	r.held -= n
	r.pos += uint64(n)
	if r.offset += n; r.offset >= r.capacity {
		r.offset -= r.capacity
	}
}

// MetTags reports whether there may be tags of the items the reader has seen.
// Unlike Tagged it leaves the line of commit, which the writer is writing, alone.
func (r *reader) MetTags() bool { return r.tagged }

// Tags appends the tags of the slice to dst, their offsets counted from its
// start.
func (r *reader) Tags(dst []metadata.Tag) []metadata.Tag {
	if r.missed != 0 && r.held != 0 {
		dst = append(dst, metadata.Tag{Key: metadata.KeyOverflow, Value: metadata.Uint64Value(r.missed)})
	}
	if r.held == 0 || !r.tagged {
		return dst
	}
	return r.ring.tags.Range(dst, r.pos, r.pos+uint64(r.held))
}

// Close leaves the ring: the reader gates no more and its slot is free.
// Closing again does nothing.
func (r *reader) Close() error {
	if r.closed {
		return nil
	}
	r.closed, r.plain = true, false
	r.held, r.seen = 0, r.pos
	if r.dead {
		return nil
	}
	if r.armed {
		r.disarm()
	}
	g := r.ring
	g.leave(r.slot)
	if g.wish.want.Swap(0) != 0 { // pairs with writer.announce; a last reader that leaves is news too
		g.bell.Notify()
	}
	if r.remote {
		r.detach()
	}
	return g.drop()
}
