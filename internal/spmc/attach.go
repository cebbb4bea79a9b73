package spmc

import (
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

// Remote is what a reader has of a ring whose writer is in another process.
type Remote struct {
	Head     *Head             // read-only
	Cursor   *Cursor           // the reader's, its tail where the writer's Admit has put it
	Lossy    bool              // may be overtaken: it does not gate, or may be put out
	Bell     notifier.Notifier // wakes the reader
	Writer   notifier.Notifier // wakes the writer
	Metadata metadata.Metadata // where its tags are
	Why      func() error      // why there are no more items; nil: an orderly end
	Lied     func()            // called when the writer has published what none can; the stream has ended then
	Out      func()            // called when a Lossy reader that gates was overtaken: it is out, and the stream has ended; nil: it does not gate
	Fence    func()            // has all processors of both ends pass a fence; nil: there is none
	Release  func() error      // called when the reader closes, after which Head and Cursor may be gone
}

// The ways in which a writer in another process can be gone.
const (
	present uint32 = iota
	ended          // what it has published is there
	invalid        // what it has published is not to be used
)

// Attach makes r a reader of a ring whose writer is in another process, over
// its items. To the reader this is a ring of its own, in which it is the only
// one: it wishes, looks, sleeps and gives back by the same words and rules, and
// the writer's wish to it lies in its cursor.
func Attach[T any](r *Reader[T], items *dmb.Buffer[T], c Remote) {
	g := &Ring{
		head:     c.Head,
		wish:     &c.Cursor.Wish,
		capacity: uint64(items.Cap()),
		bell:     c.Writer,
		tags:     c.Metadata,
		why:      c.Why,
		lied:     c.Lied,
		out:      c.Out,
		release:  c.Release,
		fence:    c.Fence,
	}
	s := &slot{Cursor: c.Cursor, bell: c.Bell}
	if c.Lossy {
		s.kind.Store(lossy)
	}
	g.slots.Store(&[]*slot{s})
	g.ends.Store(1)
	r.items = twice(items)
	r.begin(g, s, c.Lossy)
	r.remote = true
}

// Closed reports whether the writer has closed the stream.
func Closed(h *Head) bool { return h.closed.Load() != 0 } // pairs with writer.Close

// Cut tells an attached reader that its writer is gone. What was published is
// still read, unless it is not valid any more. Any goroutine may call it; it
// must not run at the same time as Close.
func (r *reader) Cut(valid bool) {
	how := ended
	if !valid {
		how = invalid
	}
	r.ring.gone.Store(how) // pairs with reader.look
	r.slot.want.Store(0)
	r.slot.bell.Notify()
}

// detach lets go of words that may be unmapped from here on.
func (r *reader) detach() {
	r.head, r.cursor, r.wish = new(Head), new(Cursor), new(Wish)
	r.ring.head, r.ring.wish, r.slot.Cursor = r.head, r.wish, r.cursor
}
