package pipeline

import "time"

// Stream is what a block makes and any number of blocks read. It has a ring of
// its own, except where a graph begins or ends in a stream from outside.
type Stream[T any] struct {
	edge
	tally   tally
	p       *Pipeline
	outlet  *outlet[T]
	inlets  []*inlet[T]
	outside Input[T] // From: what the only reader reads directly
}

// NewStream returns a stream and the Output that makes it, for a block added
// by [Pipeline.Go]. The Output works once the pipeline runs.
func NewStream[T any](p *Pipeline, name string) (*Stream[T], interface {
	Output[T]
	End
}) {
	s := newStream[T](p, name)
	return s, s.outlet
}

func newStream[T any](p *Pipeline, name string) *Stream[T] {
	s := &Stream[T]{p: p}
	s.name, s.bytes = name, int(size[T]())
	s.outlet = &outlet[T]{stream: s}
	return s
}

// Input returns one more reader of the stream, for a block added by
// [Pipeline.Go]. It works once the pipeline runs.
func (s *Stream[T]) Input() interface {
	Input[T]
	End
} {
	return s.inlet()
}

func (s *Stream[T]) inlet() *inlet[T] {
	in := &inlet[T]{stream: s}
	s.inlets = append(s.inlets, in)
	return in
}

// Limit bounds how many items may lie unread in the stream, so that none of
// them grows older than it takes to work through as many. It is rounded to no
// page and may be as small as 1; small limits cost speed. A block that needs
// more at once than the limit is an error of [Pipeline.Run].
func (s *Stream[T]) Limit(items int) *Stream[T] {
	s.limit = max(items, 1)
	return s
}

// MaxLatency bounds how long an item may lie unread in the stream: no more
// items may than are read in that time, at the rate measured of late. It holds
// as far as the blocks allow that read the stream, which may need many items
// at once or take long for a few. [WithMaxLatency] does it for a whole graph.
func (s *Stream[T]) MaxLatency(d time.Duration) *Stream[T] {
	s.latency.limit = max(d, 1)
	return s
}
