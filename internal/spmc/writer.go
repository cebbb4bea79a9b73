package spmc

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
	"github.com/seed-ff569660/seamless/metadata"
)

// writer is the writing end's cursor. All methods but Position, Stats and
// add belong to one goroutine at a time.
type writer struct {
	ring     *Ring
	head     *Head  // as in ring
	pos      uint64 // as in head.commit
	limit    uint64 // what lies below it may be overwritten
	claimed  uint64 // as in head.claim; the limit, or above it when all readers have left
	offset   int    // of pos in the ring
	held     int    // items of the last slice not yet produced
	capacity int
	armed    bool // a wish was left standing by Arm
	closed   bool
	light    bool   // as head.light
	few      int    // as Config.Light, where there is a fence; else 0
	weighed  uint64 // pos when it was last decided whether to be light
	calls    uint64 // of Produce since, while there are guests

	mirror  func(n int)    // heap mirror: copies the next n items to their twins; else nil
	hold    *time.Timer    // ends a sleep that holds out for more than it needs
	scratch []metadata.Tag // so that the caller's tags need not escape

	_ pad.Line

	waits atomics.Uint64 // statistics, for any goroutine to look at
	wakes atomics.Uint64

	_ pad.Line
}

// Grant takes a slice of at least min items out of the space known of, without
// a look at the readers, and reports whether that sufficed. It never does for
// a min below 1.
func (w *writer) Grant(min int) bool {
	if space := w.limit - w.pos; space > uint64(min-1) {
		w.held = int(space)
		return true
	}
	return false
}

// Look takes all the space there is, which it finds out from the readers. A
// positive min says what the writer cannot do without; it matters only while
// grants are bounded.
func (w *writer) Look(min int) error {
	if w.closed {
		return seamless.ErrClosed
	}
	if w.armed {
		w.disarm()
	}
	if deserted := w.raise(uint64(max(min, 1))); deserted {
		w.held = 0
		return seamless.ErrNoReaders
	}
	w.held = int(w.limit - w.pos)
	return nil
}

// raise moves the limit as far up as the readers allow. It reports whether
// they have all left a writer that needs one, which then gets nothing.
func (w *writer) raise(min uint64) (deserted bool) {
	g := w.ring
	w.weigh()
	claimed := w.claimed
	for {
		joins := g.joins.Load() // pairs with Ring.join
		floor, readers := g.floor(w.pos)
		limit := floor + g.capacity
		if b := g.bound(); b < g.capacity {
			limit = minimum(limit, w.pos+max(b, min))
		}
		limit = max(limit, w.claimed)
		if limit != claimed {
			g.head.claim.Store(limit) // pairs with Ring.oldest, reader.overrun
			claimed = limit
		}
		if g.joins.Load() == joins { // pairs with Ring.join
			w.limit, w.claimed = limit, limit
			if deserted = readers == 0 && g.needReader && joins != 0; deserted {
				w.limit = w.pos
			}
			return deserted
		}
	}
}

// Produce publishes the first n items of the slice taken. It panics when there
// are fewer.
func (w *writer) Produce(n int) {
	w.advance(n)
	if w.mirror != nil {
		w.mirror(n)
	}
	g := w.ring
	if w.light && g.unfenced.Load() == 0 { // pairs with writer.Admit
		w.head.commit.StoreRelease(w.pos)
	} else {
		w.head.commit.Store(w.pos) // pairs with reader.look
	}
	if g.sleepers.Load() != 0 { // pairs with reader.announce
		w.calls++
		if n := g.wakeReaders(w.pos); n != 0 { // guests are looked at each time, mostly in vain
			w.wakes.Add(n)
		}
	}
}

// weigh decides whether commit is stored with a fence from now on: with large
// batches it costs little, and the fences of those who sleep more.
func (w *writer) weigh() {
	const enough = 64
	if w.few == 0 || w.calls < enough {
		return
	}
	if light := w.pos-w.weighed < w.calls*uint64(w.few); light != w.light {
		w.light = light
		var word uint32
		if light {
			word = 1
		}
		w.head.light.Store(word) // pairs with reader.announce
	}
	w.weighed, w.calls = w.pos, 0
}

// ProduceQuietly is Produce for a ring where nobody ever sleeps. Its store may
// become visible a little later, which only makes readers lag.
func (w *writer) ProduceQuietly(n int) {
	w.advance(n)
	if w.mirror != nil {
		w.mirror(n)
	}
	w.head.commit.StoreRelease(w.pos) // pairs with reader.look
}

func (w *writer) advance(n int) {
	if uint(n) > uint(w.held) {
		panic(misuse{"produced", n, w.held})
	}
	w.held -= n
	w.pos += uint64(n)
	if w.offset += n; w.offset >= w.capacity {
		w.offset -= w.capacity
	}
}

// CheckTags panics unless tags are about n items of the slice.
func (w *writer) CheckTags(n int, tags []metadata.Tag) {
	if uint(n) > uint(w.held) {
		panic(misuse{"produced", n, w.held})
	}
	for i := range tags {
		if o := tags[i].Offset; uint(o) >= uint(n) {
			panic(fmt.Sprintf("seamless: tag %q at offset %d of %d items produced", tags[i].Key, o, n))
		}
	}
}

// Tag stores the tags of the next n items to be produced.
func (w *writer) Tag(n int, tags []metadata.Tag) {
	if len(tags) == 0 {
		return
	}
	w.CheckTags(n, tags)
	g := w.ring
	if w.limit > g.capacity {
		g.tags.Drop(w.limit - g.capacity)
	}
	w.scratch = append(w.scratch[:0], tags...)
	g.tags.Add(w.pos, w.scratch)
	clear(w.scratch)
	if g.head.tagged.Load() == 0 {
		g.head.tagged.Store(1) // before commit: pairs with reader.Tags
	}
}

// Close ends the stream: readers get what was produced and then err, or io.EOF
// where err is nil. Closing again does nothing.
func (w *writer) Close(err error) error {
	if w.closed {
		return nil
	}
	w.closed = true
	if w.armed {
		w.disarm()
	}
	w.held, w.limit = 0, w.pos
	g := w.ring
	g.err = err
	g.head.closed.Store(1) // pairs with reader.look
	w.wakes.Add(g.wakeReaders(^uint64(0)))
	w.head = new(Head) // that of the ring may be unmapped from here on
	return g.drop()
}

// Next returns the position of the next item to be produced.
func (w *writer) Next() uint64 { return w.pos }

// AllAsleep reports whether every reader that gates sleeps for items that are
// not there.
func (w *writer) AllAsleep() bool {
	slots := w.ring.slots.Load()
	awake := slices.ContainsFunc(*slots, func(s *slot) bool {
		return s.kind.Load() == gating && s.seeWant() <= w.pos // also 0: awake
	})
	runtime.KeepAlive(slots)
	return !awake
}

// Position returns how many items were produced. Any goroutine may call it.
func (w *writer) Position() uint64 { return w.ring.head.commit.Load() }

// Stats returns a snapshot. Any goroutine may call it.
func (w *writer) Stats() seamless.WriterStats {
	g := w.ring
	commit := g.head.commit.Load()
	floor, readers := g.floor(commit)
	return seamless.WriterStats{
		Items:    commit,
		Capacity: w.capacity,
		Fill:     int(commit - floor),
		Readers:  readers,
		Waits:    w.waits.Load(),
		Wakes:    w.wakes.Load(),
	}
}

func minimum(a, b uint64) uint64 { return min(a, b) }

// misuse is what a caller's mistake panics with. A value in the place of a
// call that formats keeps the functions that panic small enough to inline.
type misuse struct {
	verb    string
	n, held int
}

func (m misuse) Error() string {
	return fmt.Sprintf("seamless: %s %d items of a slice of %d", m.verb, m.n, m.held)
}
