package pipeline

import (
	"context"
	"fmt"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// output is an outlet whatever its items are, as a task uses it.
type output interface {
	attach(b *block)
	edgeOf() *edge
	room(least, most int) (int, error) // takes least to most items; 0: there is no such space
	put(n int, tags []metadata.Tag)
	last(tags []metadata.Tag)         // leaves tags behind the last item
	arm(least int, patient bool) bool // leaves a wish for the space; false: it is there
	disarm()
}

// outlet is the writing end of a stream, the block's Output.
type outlet[T any] struct {
	stream  *Stream[T]
	block   *block
	end     spmc.Writer[T]
	near    *spmc.Near[T]
	direct  Output[T] // To: where the stream goes when nobody else reads it
	cur     []T       // a task's slice
	scratch []T       // a task's slice where nobody reads
	opened  bool
	closed  bool
}

func (o *outlet[T]) attach(b *block) {
	o.block, o.stream.maker, o.stream.making = b, b, o
	b.ends = append(b.ends, o)
	b.to = append(b.to, &o.stream.edge)
}

func (o *outlet[T]) check() error {
	if len(o.stream.inlets) == 0 {
		return fmt.Errorf("%w: nobody reads what block %q makes", ErrGraph, o.stream.name)
	}
	return nil
}

// open makes the ring and all its readers.
func (o *outlet[T]) open() error {
	s, c := o.stream, &o.stream.p.config
	s.live.Store(int32(len(s.inlets)))
	o.block.readers.Add(1)
	if len(s.inlets) == 1 && s.outside != nil {
		in := s.inlets[0]
		in.outside, o.block.task = s.outside, nil
		if in.block.task != nil {
			in.block.task.head = true // it waits for its input
		}
		o.direct = nil
		return nil
	}
	if len(s.inlets) == 1 && o.direct != nil {
		s.inlets[0].block.task = nil
		return nil
	}
	o.direct = nil
	items, err := s.ring(c)
	if err != nil {
		return err
	}
	memory := dmb.New[T]
	if c.heap {
		memory = dmb.NewHeap[T]
	}
	m, err := memory(items, dmb.WithPrefault(false)) // a near ring touches little of it
	if err != nil {
		return fmt.Errorf("a ring of %d items: %w", items, err)
	}
	s.bell = o.block
	if o.block.task == nil {
		s.bell = c.notifier()
	}
	spmc.Init(&o.end, m, spmc.Config{NeedReader: true, Notifier: s.bell})
	o.opened, s.capacity, s.writer = true, m.Cap(), o.stats
	s.latency.begin(s.least())
	var readers []*spmc.Reader[T]
	for _, in := range s.inlets {
		readers = append(readers, &in.end)
	}
	o.near = spmc.NewNear(&o.end, readers)
	for i, in := range s.inlets {
		in.number, in.tail = i, o.near.Tail(i)
		reader := spmc.ReaderConfig{Notifier: c.notifier()}
		if in.block.task != nil {
			reader.Notifier = in.block
		}
		if err := o.end.Join(&in.end, reader); err != nil {
			return err
		}
		in.opened = true
	}
	s.place(false, 0)
	return nil
}

func (o *outlet[T]) couple() {
	if e := &o.stream.edge; e.near && !e.coupled && !o.closed && e.live.Load() != 0 {
		o.near.Enter(e.pool)
		e.coupled = true
	}
}

func (o *outlet[T]) lend() {
	if e := &o.stream.edge; e.coupled {
		o.near.Lend(e.pool)
	}
}

func (o *outlet[T]) decouple() {
	if e := &o.stream.edge; e.coupled {
		o.near.Leave()
		e.coupled = false
	}
}

func (o *outlet[T]) close(err error) {
	switch {
	case o.direct != nil:
		_ = o.direct.CloseWithError(err)
	case o.opened:
		o.decouple()
		o.closed = true
		_ = o.end.Close(err)
	}
}

func (o *outlet[T]) edgeOf() *edge { return &o.stream.edge }

// room takes a slice for a task.
func (o *outlet[T]) room(least, most int) (int, error) {
	e := &o.stream.edge
	window := max(e.room(), least)
	var s []T
	switch {
	case o.direct != nil:
		var err error
		o.block.enter()
		s, err = o.direct.Slice(o.block.ctx, least)
		o.block.leave()
		if err != nil {
			return 0, err
		}
	case e.live.Load() == 0:
		if len(o.scratch) < least {
			o.scratch = make([]T, max(least, most))
		}
		s = o.scratch
	case e.coupled:
		s = o.near.Space(least, window)
	default:
		slack := max(0, e.capacity-window)
		if s = o.end.TrySliceMin(least + slack); len(s) != 0 {
			s = s[:len(s)-slack]
		}
	}
	if len(s) == 0 {
		return 0, nil
	}
	o.cur = s[:min(len(s), most)]
	return len(o.cur), nil
}

// put publishes what a task has made.
func (o *outlet[T]) put(n int, tags []metadata.Tag) {
	if n == 0 {
		return
	}
	tally := &o.stream.tally
	tally.tagged(len(tags))
	switch {
	case o.direct != nil:
		o.direct.ProduceTags(n, tags...)
		add(&tally.items, uint64(n))
	case len(o.scratch) != 0: // nobody reads
		add(&tally.items, uint64(n))
	case o.stream.coupled:
		if len(tags) != 0 {
			o.stream.tagged()
			o.near.Tag(n, tags)
		}
		o.near.Produce(n)
	default:
		o.end.Bring(o.cur[:n]) // the stream may have been coupled when the call began
		o.end.Tag(n, tags)
		o.end.Produce(n)
	}
}

func (o *outlet[T]) last(tags []metadata.Tag) {
	if o.opened {
		o.decouple()
		o.end.TagEnd(tags)
	}
}

func (o *outlet[T]) arm(least int, patient bool) bool {
	e := &o.stream.edge
	slack := max(0, e.capacity-max(e.room(), least))
	return o.end.ArmFor(least+slack, patient && slack == 0)
}

func (o *outlet[T]) disarm() { o.end.Disarm() }

// Slice, ProduceTags and CloseWithError make the outlet the Output of a block
// added by Pipeline.Go.

func (o *outlet[T]) Slice(ctx context.Context, least int) ([]T, error) {
	e := &o.stream.edge
	slack := max(0, e.capacity-max(e.room(), least))
	if o.direct == nil && least > 0 {
		if s := o.end.TrySliceMin(least + slack); len(s) > slack {
			return s[:len(s)-slack], nil
		}
	}
	c, p := &o.block.clock, o.stream.p
	c.full.begin(p.since())
	defer func() { c.full.end(p.since()) }()
	if o.direct != nil {
		return o.direct.Slice(ctx, least)
	}
	for ; ; slack = max(0, e.capacity-max(e.room(), least)) {
		if e.latency.limit == 0 {
			o.block.begin()
			s, err := o.end.Slice(ctx, least+slack)
			o.block.end()
			if err != nil || len(s) <= slack {
				return nil, err
			}
			return s[:len(s)-slack], nil
		}
		if s := o.end.TrySliceMin(least + slack); len(s) > slack {
			return s[:len(s)-slack], nil
		}
		switch {
		case e.live.Load() == 0:
			return nil, seamless.ErrNoReaders
		case least < 1:
			return nil, nil
		case least > e.capacity:
			return o.end.Slice(ctx, least)
		case !o.end.ArmFor(least+slack, false):
			continue
		}
		o.block.begin()
		err := e.bell.Wait(ctx) // for space, or for a limit that has changed
		o.block.end()
		o.end.Disarm()
		if err != nil {
			return nil, err
		}
	}
}

func (o *outlet[T]) ProduceTags(n int, tags ...metadata.Tag) {
	o.stream.tally.tagged(len(tags))
	if o.direct != nil {
		o.direct.ProduceTags(n, tags...)
		add(&o.stream.tally.items, uint64(n))
		return
	}
	o.end.Tag(n, tags)
	o.end.Produce(n)
}

func (o *outlet[T]) CloseWithError(err error) error {
	o.close(err)
	return nil
}
