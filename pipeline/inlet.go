package pipeline

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// input is an inlet whatever its items are, as a task uses it.
type input interface {
	attach(b *block)
	edgeOf() *edge
	load(least, most int) (taken, error) // takes a slice; none where there are not yet least items
	give(n int) error                    // gives back what a task has used
	tags(dst []metadata.Tag, from, to int) []metadata.Tag
	arm(least int) (bool, error) // leaves a wish for the items; false: they are there
	disarm()
}

// taken is what an input has given.
type taken struct {
	items int
	more  bool // there are more than were taken
	ended bool // there will never be more
}

// inlet is a reading end of a stream, a block's Input.
type inlet[T any] struct {
	stream  *Stream[T]
	block   *block
	end     spmc.Reader[T]
	number  int            // among the inlets of the stream
	tail    *spmc.Tail     // while the stream is coupled
	most    atomics.Uint64 // items unread at one time, at most, while it was
	outside Input[T]       // From: read in the place of a ring
	cur     []T            // a task's slice
	opened  bool
	ended   bool // Slice has returned io.EOF
	closed  atomic.Bool
}

func (in *inlet[T]) attach(b *block) {
	in.block = b
	b.ends = append(b.ends, in)
	b.from = append(b.from, &in.stream.edge)
	in.stream.takers = append(in.stream.takers, b)
	in.stream.taking = append(in.stream.taking, in)
}

func (in *inlet[T]) check() error {
	if in.stream.maker == nil {
		return fmt.Errorf("%w: nobody makes the stream %q, which block %q reads", ErrGraph, in.stream.name, in.block.name)
	}
	return nil
}

func (in *inlet[T]) open() error { return nil }

// close leaves the stream; the last reader to leave ends the block that makes
// it.
func (in *inlet[T]) close(error) { _ = in.Close() }

func (in *inlet[T]) Close() error {
	if !in.opened && in.outside == nil || in.closed.Swap(true) { // pairs with inlet.read
		return nil
	}
	var err error
	if in.outside != nil {
		err = in.outside.Close()
	} else {
		in.stream.outlet.decouple()
		err = in.end.Close()
	}
	if s := in.stream; s.live.Add(-1) == 0 {
		s.outlet.block.unread()
	} else {
		s.outlet.couple()
	}
	return err
}

func (in *inlet[T]) edgeOf() *edge { return &in.stream.edge }

func (in *inlet[T]) load(least, most int) (t taken, err error) {
	if in.outside != nil {
		in.block.enter()
		in.cur, err = in.outside.Slice(in.block.ctx, least)
		in.block.leave()
	} else if in.stream.coupled {
		if in.cur = in.stream.outlet.near.Unread(in.tail); len(in.cur) < least {
			in.cur = nil
		}
		in.filled(len(in.cur))
	} else {
		in.cur, err = in.end.TrySliceMin(least)
	}
	switch {
	case err == io.EOF:
		in.cur = nil
		return taken{ended: true}, nil
	case err != nil:
		return t, asked(err, least)
	}
	n := len(in.cur)
	in.cur = in.cur[:min(n, max(most, least))]
	t.items = len(in.cur)
	t.more = n > t.items
	t.ended = n != 0 && n < least
	return t, nil
}

func (in *inlet[T]) give(n int) error {
	switch {
	case n == 0:
		return nil
	case in.outside != nil:
		add(&in.stream.tally.items, uint64(n))
		return consume(in.outside, n, &in.stream.tally)
	case in.stream.coupled:
		in.stream.outlet.near.Consume(in.tail, n)
		return nil
	}
	return in.end.Consume(n)
}

func (in *inlet[T]) tags(dst []metadata.Tag, from, to int) []metadata.Tag {
	switch {
	case in.outside != nil:
	case in.stream.coupled:
		return in.stream.outlet.near.TagsBetween(in.number, dst, from, to)
	default:
		return in.end.TagsBetween(dst, from, to)
	}
	n := len(dst)
	dst = in.outside.Tags(dst)
	kept := dst[:n]
	for _, t := range dst[n:] {
		if from <= t.Offset && t.Offset < to {
			kept = append(kept, t)
		}
	}
	return kept
}

// filled takes note of how many items are unread.
func (in *inlet[T]) filled(n int) {
	if uint64(n) > in.most.Load() {
		in.most.StoreRelease(uint64(n))
	}
}

func (in *inlet[T]) arm(least int) (bool, error) { return in.end.ArmFor(least) }

func (in *inlet[T]) disarm() { in.end.Disarm() }

// Slice, Tags and Consume make the inlet the Input of a block added by
// Pipeline.Go.

func (in *inlet[T]) Slice(ctx context.Context, least int) ([]T, error) {
	if in.outside == nil && least > 0 {
		if s, _ := in.end.TrySliceMin(least); len(s) != 0 {
			return s, nil
		}
	}
	c, p := &in.block.clock, in.stream.p
	c.starve.begin(p.since())
	defer func() { c.starve.end(p.since()) }()
	if in.outside != nil {
		return in.outside.Slice(ctx, least)
	}
	for {
		in.block.begin()
		s, err := in.end.Slice(ctx, least)
		in.block.end()
		in.ended = err == io.EOF
		if err == nil || !in.stream.stretch(err) {
			return s, asked(err, least)
		}
	}
}

func (in *inlet[T]) Tags(dst []metadata.Tag) []metadata.Tag {
	if in.outside != nil {
		return in.outside.Tags(dst)
	}
	if in.ended {
		return in.end.TagsBetween(dst, 0, 1)
	}
	return in.end.Tags(dst)
}

func (in *inlet[T]) Consume(n int) error {
	if in.outside != nil {
		add(&in.stream.tally.items, uint64(n))
		return in.stream.tally.loss(in.outside.Consume(n))
	}
	return in.end.Consume(n)
}
