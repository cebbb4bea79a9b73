package pipeline

import "sync/atomic"

// edge is what is known of a stream whatever its items are. While it is near,
// all its ends belong to one goroutine; its fields but live are then that
// goroutine's. Else near and window are constant.
type edge struct {
	name   string // of the block that makes it
	maker  *block
	takers []*block
	live   atomic.Int32 // inlets not yet closed

	bytes    int // of an item
	capacity int // items of the ring; 0 where it is outside
	limit    int // items unread at most, if the user says so; 0: all the ring holds
	near     bool
	window   int // items unread at most, as far as no block needs more
	position func() uint64
}

// place makes the edge near or far.
func (e *edge) place(near bool, batch int) {
	e.near, e.window = near, e.capacity
	if near {
		e.window = min(e.window, 2*batch)
	}
	if e.limit != 0 {
		e.window = min(e.window, e.limit)
	}
}

// widen lets a near edge hold more, as far as it may, and reports whether it
// does.
func (e *edge) widen() bool {
	most := e.capacity
	if e.limit != 0 {
		most = min(most, e.limit)
	}
	if e.window >= most {
		return false
	}
	e.window = min(2*e.window, most)
	return true
}

// most returns how many items the stream can ever hold unread.
func (e *edge) most() int {
	if e.limit != 0 {
		return min(e.limit, e.capacity)
	}
	return e.capacity
}

// made returns how many items the stream has had so far. Any goroutine may call
// it.
func (e *edge) made() uint64 {
	if e.position == nil { // it has no ring
		return 0
	}
	return e.position()
}
