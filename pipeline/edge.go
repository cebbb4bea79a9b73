package pipeline

import (
	"sync/atomic"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/notifier"
)

// edge is what is known of a stream whatever its items are. While it is near,
// all its ends belong to one goroutine; its fields but live are then that
// goroutine's. Else near, coupled and window are constant.
type edge struct {
	// What each call looks at.
	near     bool
	coupled  bool         // it is near, and its items go through the near form of its ring
	live     atomic.Int32 // inlets not yet closed
	window   int          // items unread at most, as far as no block needs more
	latency  latency
	capacity int // items of the ring; 0 where it is outside
	limit    int // items unread at most, if the user says so; 0: all the ring holds
	batch    int // items that its blocks are given at once at scale 0
	widened  int // what window was widened to

	name   string // of the block that makes it
	maker  *block
	takers []*block

	pool *spmc.Pool // of the goroutine that a near stream belongs to

	making coupling // what maker holds
	taking []gauge  // what takers hold

	bytes  int                         // of an item
	writer func() seamless.WriterStats // any goroutine may call it; nil: there is no ring
	bell   notifier.Notifier           // wakes the writer
}

// coupling is the end of a stream that has its ring.
type coupling interface {
	gauge
	couple()   // has the items of a near stream go through the near form of its ring
	lend()     // has a coupled stream take its loans from another pool
	decouple() // hands the ring back to its ends
}

// place makes the edge near or far.
func (e *edge) place(near bool, scale int) {
	e.near, e.window = near, e.capacity
	if near {
		e.window = min(e.window, max(2*e.scaled(scale), e.widened))
	}
	if e.limit != 0 {
		e.window = min(e.window, e.limit)
	}
	if near {
		e.making.couple()
	} else {
		e.making.decouple()
	}
}

// scaled returns how many items its blocks are given at once at a scale.
func (e *edge) scaled(scale int) int { return max(e.batch, min(e.batch<<scale, e.capacity/2)) }

// room returns how many items may lie unread at present.
func (e *edge) room() int {
	if e.latency.limit == 0 {
		return e.window
	}
	return min(e.window, e.latency.items())
}

// widen lets a near edge hold more, as far as it may, and reports whether it
// does.
func (e *edge) widen() bool {
	most := e.capacity
	if e.limit != 0 {
		most = min(most, e.limit)
	}
	if e.latency.limit != 0 && e.latency.raise(most) {
		return true
	}
	if e.window >= most {
		return false
	}
	e.widened = min(2*e.window, most)
	e.window = e.widened
	return true
}

// most returns how many items the stream can ever hold unread.
func (e *edge) most() int {
	if e.limit != 0 {
		return min(e.limit, e.capacity)
	}
	return e.capacity
}

// made returns how many items the stream has had so far, read how many of them
// its slowest reader has consumed. Any goroutine may call them.
func (e *edge) made() uint64 {
	if e.writer == nil {
		return 0
	}
	return e.writer().Items
}

func (e *edge) read() uint64 {
	s := e.writer()
	return s.Items - uint64(s.Fill)
}
