package pipeline

import (
	"context"
	"errors"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
)

// From makes a stream of an input from outside the graph: a reader of
// circular, say. When one block reads the stream it reads the input itself;
// otherwise the items are copied once into a ring. The graph closes the input.
func From[T any](p *Pipeline, name string, in Input[T]) *Stream[T] {
	var used int
	var tags []metadata.Tag
	var s *Stream[T]
	s = SourceTags(p, name, func(ctx context.Context, dst []T) (int, []metadata.Tag, error) {
		if err := consume(in, used, &s.tally); err != nil {
			return 0, nil, err
		}
		used = 0
		src, err := in.Slice(ctx, 1)
		if err != nil {
			return 0, nil, err
		}
		used = copy(dst, src)
		tags = within(in.Tags(tags[:0]), used)
		return used, tags, nil
	})
	s.outside, s.outlet.block.outer = in, true
	s.outlet.block.ends = append(s.outlet.block.ends, outsideEnd(func(error) { _ = in.Close() }))
	return s
}

// To leads a stream to an output outside the graph: a writer of circular, say.
// When nothing else reads the stream, the block that makes it writes into the
// output itself; otherwise the items are copied once. The graph closes the
// output, with the error of the block that ended it if there was one.
func To[T any](p *Pipeline, name string, in *Stream[T], out Output[T]) {
	SinkTags(p, name, in, func(ctx context.Context, src []T, tags []metadata.Tag) (int, error) {
		dst, err := out.Slice(ctx, 1)
		if err != nil {
			return 0, err
		}
		n := copy(dst, src)
		out.ProduceTags(n, within(tags, n)...)
		return n, nil
	})
	in.outlet.direct = out
	b := in.inlets[len(in.inlets)-1].block
	b.outer = true
	b.ends = append(b.ends, outsideEnd(func(err error) { _ = out.CloseWithError(err) }))
}

// outsideEnd closes a stream from outside.
type outsideEnd func(err error)

func (outsideEnd) check() error      { return nil }
func (outsideEnd) open() error       { return nil }
func (f outsideEnd) close(err error) { f(err) }

// within cuts tags down to those of n items.
func within(tags []metadata.Tag, n int) []metadata.Tag {
	for i, t := range tags {
		if t.Offset >= n {
			return tags[:i]
		}
	}
	return tags
}

// consume gives items back. Of an input that loses items the graph sees the
// tag that says so; the loss is no error.
func consume[T any](in Input[T], n int, t *tally) error {
	err := t.loss(in.Consume(n))
	if err == nil {
		return nil
	}
	if lost := (*seamless.OverrunError)(nil); errors.As(err, &lost) {
		return nil
	}
	return err
}
