package pipeline

import (
	"context"
	"errors"
	"io"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
)

// From makes a stream of an input from outside the graph: a reader of
// circular, say. When one block reads the stream it reads the input itself;
// otherwise the items are copied once into a ring. The graph closes the input.
func From[T any](p *Pipeline, name string, in Input[T]) *Stream[T] {
	s := newStream[T](p, name)
	s.outside = in
	s.outlet.attach(p.add(name, func(ctx context.Context) error {
		if s.outlet.Output == nil {
			return nil // the reader reads the input itself
		}
		defer in.Close()
		return pump(ctx, in, s.outlet.Output)
	}))
	return s
}

// To leads a stream to an output outside the graph: a writer of circular, say.
// When nothing else reads the stream, the block that makes it writes into the
// output itself; otherwise the items are copied once. The graph closes the
// output, with the error of the block that ended it if there was one.
func To[T any](p *Pipeline, name string, in *Stream[T], out Output[T]) {
	from := in.inlet()
	in.outlet.direct = out
	from.attach(p.add(name, func(ctx context.Context) (err error) {
		if from.Input == nil {
			return nil // the block before writes into the output itself
		}
		defer func() { _ = out.CloseWithError(err) }()
		return pump(ctx, from.Input, out)
	}))
}

// pump copies items and tags until the end of in.
func pump[T any](ctx context.Context, in Input[T], out Output[T]) error {
	var tags []metadata.Tag
	for {
		src, err := in.Slice(ctx, 1)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		dst, err := out.Slice(ctx, 1)
		if err != nil {
			return err
		}
		n := copy(dst, src)
		tags = in.Tags(tags[:0])
		for i, t := range tags {
			if t.Offset >= n {
				tags = tags[:i]
				break
			}
		}
		out.ProduceTags(n, tags...)
		if err := consume(in, n); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// consume gives items back. Of an input that loses items the graph sees the
// tag that says so; the loss is no error.
func consume[T any](in Input[T], n int) error {
	var lost *seamless.OverrunError
	if err := in.Consume(n); !errors.As(err, &lost) {
		return err
	}
	return nil
}
