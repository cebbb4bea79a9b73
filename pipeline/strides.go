package pipeline

import (
	"context"
	"slices"

	"github.com/seed-ff569660/seamless/metadata"
)

// through is the stride of a block with one input and one output.
type through[In, Out any] struct {
	reading[In]
	writing[Out]
	block Transformer[In, Out]
	task  *task

	_ [16]byte // objects of 128 bytes begin at a line
}

func strideThrough[In, Out any](t *task, in *inlet[In], out *outlet[Out], f Transformer[In, Out]) stride {
	if slices.ContainsFunc(t.carriers, func(c carrier) bool { return c.hints.retag != nil }) {
		return nil
	}
	return &through[In, Out]{reading: reading[In]{inlet: in}, writing: writing[Out]{outlet: out}, block: f, task: t}
}

func (s *through[In, Out]) ready() bool {
	return s.reading.ready(&s.task.ins[0]) && s.writing.ready(&s.task.outs[0])
}

func (s *through[In, Out]) place() {
	s.task.ins[0].pos, _ = s.tail.Position()
	s.task.outs[0].pos = s.to.Made()
}

func (s *through[In, Out]) step() (bool, error) {
	src, all := s.reading.take()
	if len(src) == 0 {
		return false, nil
	}
	dst := s.writing.take()
	if len(dst) == 0 {
		return false, nil
	}
	t := s.task
	if t.rated {
		s.place()
		t.begin()
	}
	made, used, err := s.block.Transform(dst, src, false)
	if err != nil || uint(used) > uint(len(src)) || uint(made) > uint(len(dst)) || used|made == 0 {
		t.slow()
		s.reading.took(&t.ins[0], used, len(src), all)
		s.writing.took(&t.outs[0], made, len(dst))
		return true, t.conclude(err)
	}
	s.to.Produce(made)
	s.from.Consume(s.tail, used)
	t.nothing, t.spent = 0, used == all
	return true, nil
}

// first is the stride of a source.
type first[T any] struct {
	writing[T]
	read func(ctx context.Context, dst []T) (int, []metadata.Tag, error)
	task *task
}

func (s *first[T]) ready() bool { return s.writing.ready(&s.task.outs[0]) }

func (s *first[T]) place() { s.task.outs[0].pos = s.to.Made() }

func (s *first[T]) step() (bool, error) {
	dst := s.writing.take()
	if len(dst) == 0 {
		return false, nil
	}
	t := s.task
	t.b.enter()
	made, tags, err := s.read(t.b.ctx, dst)
	t.b.leave()
	if err != nil || uint(made) > uint(len(dst)) || made == 0 || len(tags) != 0 || !t.quick {
		t.slow()
		s.writing.took(&t.outs[0], made, len(dst))
		t.outs[0].own = append(t.outs[0].own, tags...)
		return true, t.conclude(orderly(err))
	}
	t.nothing = 0
	s.to.Produce(made)
	return true, nil
}

// last is the stride of a sink.
type last[T any] struct {
	reading[T]
	write func(ctx context.Context, src []T, tags []metadata.Tag) (int, error)
	task  *task
}

func (s *last[T]) ready() bool { return s.reading.ready(&s.task.ins[0]) }

func (s *last[T]) place() { s.task.ins[0].pos, _ = s.tail.Position() }

func (s *last[T]) step() (bool, error) {
	src, all := s.reading.take()
	if len(src) == 0 {
		return false, nil
	}
	t := s.task
	t.b.enter()
	used, err := s.write(t.b.ctx, src, nil)
	t.b.leave()
	if err != nil || uint(used) > uint(len(src)) || used == 0 || !t.quick {
		t.slow()
		s.reading.took(&t.ins[0], used, len(src), all)
		return true, t.conclude(orderly(err))
	}
	s.from.Consume(s.tail, used)
	t.nothing, t.spent = 0, used == all
	return true, nil
}
