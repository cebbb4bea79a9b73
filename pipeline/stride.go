package pipeline

import (
	"math"

	"github.com/seed-ff569660/seamless/internal/spmc"
)

// stride is the short way through task.step while nothing is about but items:
// all streams of the block coupled, without tags and limits in time, and no end
// in sight. Most calls are of that kind. What it does is what load, room, check
// and settle would do; it leaves to them every call that turns out not to be of
// that kind.
//
// A call costs the lines it touches, since a batch drives them out of the
// nearest cache: one of the task, one of the stride, and one of each Near.
type stride interface {
	ready() bool   // makes ready, and reports whether calls can be made this way
	step() outcome // makes a call, if it can
	place()        // tells the task how far its streams are
}

// outcome is what came of an attempt to call a block.
type outcome uint8

const (
	unmade outcome = iota // it could not be made
	made                  // it was; there may be more to work on
	spent                 // it was; too few items are left for another
)

// sizes are the numbers of items of a stride. They are small, as batches are,
// so as to fit into its line.
type sizes struct {
	least, most         int32 // items read in a call
	fill                int32 // as inlet.most
	room, batch, window int32 // room of a call: what it must have and gets; that of the stream
}

func few(n int) int32 { return int32(min(n, math.MaxInt32)) }

// readable reports whether a stream can be read the short way, and with what
// sizes.
func readable[T any](z *sizes, in *inflow, from *inlet[T]) bool {
	if !from.stream.coupled || from.end.Tagged() {
		return false
	}
	z.least, z.most = few(in.least), few(in.past+in.batch)
	z.fill = few(int(from.most.Load()))
	return true
}

// writable is readable for a stream that is written.
func writable(z *sizes, out *outflow) bool {
	e := out.edge
	if !e.coupled || e.latency.limit != 0 {
		return false
	}
	z.room, z.batch, z.window = few(out.least), few(out.batch), few(max(e.window, out.least))
	return true
}

// left returns the outcome of a call that left so many items.
func (z *sizes) left(items int) outcome {
	if items < int(z.least) {
		return spent
	}
	return made
}

// unread returns the items of the next call, none where there are too few, and
// how many there are.
func unread[T any](z *sizes, from *spmc.Near[T], tail *spmc.Tail) (src []T, all int) {
	src = from.Unread(tail)
	all = len(src)
	if all < int(z.least) {
		return nil, all
	}
	return src[:min(all, int(z.most))], all
}

// space returns the room of the next call, none where there is too little.
func space[T any](z *sizes, to *spmc.Near[T]) []T {
	dst := to.Space(int(z.room), int(z.window))
	return dst[:min(len(dst), int(z.batch))]
}

// took fills in what the long way would have.
func (in *inflow) took(used, n, all int) { in.used, in.have, in.more = used, n, all > n }

// took fills in what the long way would have.
func (out *outflow) took(made, n int) { out.made, out.have = made, n }

// hasten has the next call made the short way, if that can be.
func (t *task) hasten() {
	t.quick = t.err == nil && t.stride != nil && !t.hungry && !t.flush && !t.watched && t.stride.ready()
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
