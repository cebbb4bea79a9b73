package pipeline

import (
	"context"
	"fmt"

	"github.com/seed-ff569660/seamless/metadata"
)

// Sink adds a block that takes items. Write uses items from the start of src
// and returns how many; it may wait. Using none asks for a longer src. With
// io.EOF the sink wants no more, and what is above it ends unless somebody
// else reads it; any other error ends the pipeline.
func Sink[T any](p *Pipeline, name string, in *Stream[T], write func(ctx context.Context, src []T) (int, error)) {
	from, task := newSink(p, name, in)
	task.call = func() (err error) {
		task.b.enter()
		task.ins[0].used, err = write(task.b.ctx, from.cur)
		task.b.leave()
		return orderly(err)
	}
	task.stride = &last[T]{in: from, task: task, write: func(ctx context.Context, src []T, _ []metadata.Tag) (int, error) {
		return write(ctx, src)
	}}
}

// SinkTags is Sink for a block that wants the tags too: tags are those of src,
// their offsets from its start, and belong to the sink for the time of the
// call. Those of items it does not use come again. Where tags are left at the
// end that belong behind the last item (a decimator drops the items that do
// not make one more, not their tags) they come with a last call, at offset 0 of
// an empty src.
func SinkTags[T any](p *Pipeline, name string, in *Stream[T], write func(ctx context.Context, src []T, tags []metadata.Tag) (int, error)) {
	from, task := newSink(p, name, in)
	task.call = func() (err error) {
		task.tags = from.tags(task.tags[:0], 0, len(from.cur))
		task.b.enter()
		task.ins[0].used, err = write(task.b.ctx, from.cur, task.tags)
		task.b.leave()
		return orderly(err)
	}
	task.stride = &last[T]{in: from, write: write, task: task}
	task.last = func() error {
		if task.tags = from.tags(task.tags[:0], 0, 1); len(task.tags) == 0 {
			return nil
		}
		task.b.enter()
		n, err := write(task.b.ctx, nil, task.tags)
		task.b.leave()
		if n != 0 {
			return fmt.Errorf("it used %d items of a slice of 0", n)
		}
		return orderly(err)
	}
}

func newSink[T any](p *Pipeline, name string, in *Stream[T]) (*inlet[T], *task) {
	from := in.inlet()
	return from, p.task(name, hintsOf(nil), []input{from}, nil)
}
