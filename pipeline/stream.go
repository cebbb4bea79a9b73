package pipeline

import (
	"fmt"
	"sync/atomic"

	"github.com/seed-ff569660/seamless/circular"
)

// Stream is what a block makes and any number of blocks read. It has a ring of
// its own, except where a graph begins or ends in a stream from outside.
type Stream[T any] struct {
	config *config
	name   string // of the block that makes it

	outlet *outlet[T]
	inlets []*inlet[T]

	outside Input[T]     // From: what the only reader reads directly
	live    atomic.Int32 // inlets not yet closed
}

// outlet is the writing end of a stream, the block's Output.
type outlet[T any] struct {
	stream *Stream[T]
	block  *block    // that makes the stream
	direct Output[T] // To: where the stream goes when nobody else reads it
	Output[T]
}

// inlet is a reading end of a stream, a block's Input.
type inlet[T any] struct {
	stream *Stream[T]
	Input[T]
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
	s := &Stream[T]{config: &p.config, name: name}
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

func (o *outlet[T]) attach(b *block) {
	o.block = b
	b.ends = append(b.ends, o)
}

func (o *outlet[T]) check() error {
	if len(o.stream.inlets) == 0 {
		return fmt.Errorf("%w: nobody reads what block %q makes", ErrGraph, o.stream.name)
	}
	return nil
}

// open makes the ring and all its readers.
func (o *outlet[T]) open() error {
	s := o.stream
	s.live.Store(int32(len(s.inlets)))
	o.block.read.Add(1)
	if len(s.inlets) == 1 && s.outside != nil {
		s.inlets[0].Input = s.outside
		return nil
	}
	if len(s.inlets) == 1 && o.direct != nil {
		o.Output = o.direct
		return nil
	}
	opts := []circular.Option{circular.NeedReader()}
	if s.config.heap {
		opts = append(opts, circular.OnHeap())
	}
	if n := s.config.notifier; n != nil {
		opts = append(opts, circular.WithNotifier(n()))
	}
	w, err := circular.New[T](s.config.items(size[T]()), opts...)
	if err != nil {
		return err
	}
	o.Output = w
	for _, in := range s.inlets {
		var opts []circular.ReaderOption
		if n := s.config.notifier; n != nil {
			opts = append(opts, circular.NotifiedBy(n()))
		}
		in.Input = w.AddReader(opts...)
	}
	return nil
}

func (o *outlet[T]) close(err error) {
	if o.Output != nil {
		_ = o.CloseWithError(err)
	}
}

func (in *inlet[T]) attach(b *block) { b.ends = append(b.ends, in) }

func (in *inlet[T]) check() error { return nil }

func (in *inlet[T]) open() error { return nil }

// close leaves the stream; the last reader to leave ends the block that makes
// it.
func (in *inlet[T]) close(error) {
	if in.Input == nil {
		return
	}
	_ = in.Close()
	s := in.stream
	if s.live.Add(-1) == 0 {
		s.outlet.block.unread()
	}
}

// items returns how many items of a size a ring is to hold.
func (c *config) items(size uintptr) int { return max(1, c.ringBytes/int(max(size, 1))) }

// batch bounds a slice that a block is given to what the options say, and to
// half a ring where they say nothing, but not below least.
func (c *config) batch(n, least int, size uintptr) int {
	most := c.maxBatch
	if most == 0 {
		most = c.items(size) / 2
	}
	return min(n, max(most, least))
}

var (
	_ Input[int]  = (*circular.Reader[int])(nil)
	_ Output[int] = (*circular.Writer[int])(nil)
)
