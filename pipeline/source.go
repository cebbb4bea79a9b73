package pipeline

import (
	"context"
	"errors"
	"io"

	"github.com/seed-ff569660/seamless/metadata"
)

// Source adds a block that makes items. Read puts up to len(dst) items into
// dst, at least one, and returns how many; it may wait for them. With io.EOF,
// which may come with items, the stream ends; any other error ends the
// pipeline. Its ctx ends with the pipeline and when nobody reads the stream
// any more.
func Source[T any](p *Pipeline, name string, read func(ctx context.Context, dst []T) (int, error)) *Stream[T] {
	return SourceTags(p, name, func(ctx context.Context, dst []T) (int, []metadata.Tag, error) {
		n, err := read(ctx, dst)
		return n, nil, err
	})
}

// SourceTags is Source for a block that has tags to give, their offsets from
// the start of dst and below the number of items read. They are copied.
func SourceTags[T any](p *Pipeline, name string, read func(ctx context.Context, dst []T) (int, []metadata.Tag, error)) *Stream[T] {
	s := newStream[T](p, name)
	to := s.outlet
	task := p.task(name, hintsOf(nil), nil, []output{to})
	task.head = true
	task.call = func() error {
		out := &task.outs[0]
		task.b.enter()
		n, tags, err := read(task.b.ctx, to.cur)
		task.b.leave()
		out.made, out.own = n, append(out.own, tags...)
		return orderly(err)
	}
	task.stride = &first[T]{out: to, read: read, task: task}
	return s
}

// orderly makes of io.EOF the end of a task.
func orderly(err error) error {
	if errors.Is(err, io.EOF) {
		return errDone
	}
	return err
}
