package pipeline

import "github.com/seed-ff569660/seamless/internal/spmc"

// stride is the short way through task.step while nothing is about but items:
// all streams of the block coupled, without tags and limits in time, and no end
// in sight. Most calls are of that kind. What it does is what load, room, check
// and settle would do; it leaves to them every call that turns out not to be of
// that kind.
//
// A call costs the lines it touches, since a batch drives them out of the
// nearest cache. All that changes from call to call is in the Nears; what else
// there is to know stands in the stride.
type stride interface {
	ready() bool         // makes ready, and reports whether calls can be made this way
	step() (bool, error) // makes a call, and reports whether it could
	place()              // tells the task how far its streams are
}

// reading is the part of a stride that reads a stream.
type reading[T any] struct {
	tail  *spmc.Tail
	from  *spmc.Near[T]
	least int // items of a call
	most  int
	fill  int // as inlet.most
	inlet *inlet[T]
}

func (r *reading[T]) ready(in *inflow) bool {
	if !r.inlet.stream.coupled || r.inlet.end.Tagged() {
		return false
	}
	r.tail, r.from = r.inlet.tail, r.inlet.stream.outlet.near
	r.least, r.most = in.least, in.past+in.batch
	r.fill = int(r.inlet.most.Load())
	return true
}

// take returns the items of the next call, none where there are too few, and
// how many there are.
func (r *reading[T]) take() (src []T, all int) {
	src = r.from.Unread(r.tail)
	all = len(src)
	if all > r.fill {
		r.fill = all
		r.inlet.filled(all)
	}
	if all < r.least {
		return nil, all
	}
	return src[:min(all, r.most)], all
}

// took fills in what the long way would have.
func (r *reading[T]) took(in *inflow, used, n, all int) {
	in.used, in.have, in.more = used, n, all > n
}

// writing is the part of a stride that writes a stream.
type writing[T any] struct {
	to     *spmc.Near[T]
	room   int // of a call
	batch  int
	window int // of the stream
	outlet *outlet[T]
}

func (w *writing[T]) ready(out *outflow) bool {
	e := &w.outlet.stream.edge
	if !e.coupled || e.latency.limit != 0 {
		return false
	}
	w.to = w.outlet.near
	w.room, w.batch, w.window = out.least, out.batch, max(e.window, out.least)
	return true
}

// take returns the room of the next call, none where there is too little.
func (w *writing[T]) take() []T {
	dst := w.to.Space(w.room, w.window)
	return dst[:min(len(dst), w.batch)]
}

// took fills in what the long way would have.
func (w *writing[T]) took(out *outflow, made, n int) {
	out.made, out.have = made, n
}

// slow has the next call made the long way.
func (t *task) slow() {
	if t.quick {
		t.quick = false
		t.stride.place()
	}
}

// tagged is called before a coupled stream gets tags: its readers are to look.
func (e *edge) tagged() {
	for _, b := range e.takers {
		b.task.slow()
	}
}
