package pipeline

import (
	"context"
	"slices"

	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// through is the stride of a block with one input and one output.
type through[In, Out any] struct {
	// What each call looks at.
	tail  *spmc.Tail
	from  *spmc.Near[In]
	to    *spmc.Near[Out]
	block Transformer[In, Out]
	sizes

	task *task
	in   *inlet[In]
	out  *outlet[Out]

	_ [40]byte // objects of 128 bytes begin at a line
}

func strideThrough[In, Out any](t *task, in *inlet[In], out *outlet[Out], f Transformer[In, Out]) stride {
	if slices.ContainsFunc(t.carriers, func(c carrier) bool { return c.hints.retag != nil }) {
		return nil
	}
	return &through[In, Out]{block: f, task: t, in: in, out: out}
}

func (s *through[In, Out]) ready() bool {
	s.tail, s.from, s.to = s.in.tail, s.in.stream.outlet.near, s.out.near
	return readable(&s.sizes, &s.task.ins[0], s.in) && writable(&s.sizes, &s.task.outs[0])
}

func (s *through[In, Out]) place() {
	s.task.ins[0].pos, _ = s.tail.Position()
	s.task.outs[0].pos = s.to.Made()
}

func (s *through[In, Out]) step() outcome {
	src, all := unread(&s.sizes, s.from, s.tail)
	if all > int(s.fill) {
		s.fill = few(all)
		s.in.filled(all)
	}
	if len(src) == 0 {
		return unmade
	}
	dst := space(&s.sizes, s.to)
	if len(dst) == 0 {
		return unmade
	}
	t := s.task
	if t.rated {
		s.place()
		t.begin()
	}
	made, used, err := s.block.Transform(dst, src, false)
	if err != nil || uint(used) > uint(len(src)) || uint(made) > uint(len(dst)) || used|made == 0 {
		t.slow()
		t.ins[0].took(used, len(src), all)
		t.outs[0].took(made, len(dst))
		return t.conclude(err)
	}
	s.to.Produce(made)
	s.from.Consume(s.tail, used)
	t.nothing = 0
	return s.left(all - used)
}

// first is the stride of a source.
type first[T any] struct {
	to   *spmc.Near[T]
	read func(ctx context.Context, dst []T) (int, []metadata.Tag, error)
	task *task
	sizes

	out *outlet[T]

	_ [8]byte // objects of 64 bytes begin at a line
}

func (s *first[T]) ready() bool {
	s.to = s.out.near
	return writable(&s.sizes, &s.task.outs[0])
}

func (s *first[T]) place() { s.task.outs[0].pos = s.to.Made() }

func (s *first[T]) step() outcome {
	dst := space(&s.sizes, s.to)
	if len(dst) == 0 {
		return unmade
	}
	t := s.task
	t.b.enter()
	n, tags, err := s.read(t.b.ctx, dst)
	t.b.leave()
	if err != nil || uint(n) > uint(len(dst)) || n == 0 || len(tags) != 0 || !t.quick {
		t.slow()
		s.out.cur = dst
		t.outs[0].took(n, len(dst))
		t.outs[0].own = append(t.outs[0].own, tags...)
		return t.conclude(orderly(err))
	}
	t.nothing = 0
	s.to.Produce(n)
	return made
}

// last is the stride of a sink.
type last[T any] struct {
	tail  *spmc.Tail
	from  *spmc.Near[T]
	write func(ctx context.Context, src []T, tags []metadata.Tag) (int, error)
	task  *task
	sizes

	in *inlet[T]
}

func (s *last[T]) ready() bool {
	s.tail, s.from = s.in.tail, s.in.stream.outlet.near
	return readable(&s.sizes, &s.task.ins[0], s.in)
}

func (s *last[T]) place() { s.task.ins[0].pos, _ = s.tail.Position() }

func (s *last[T]) step() outcome {
	src, all := unread(&s.sizes, s.from, s.tail)
	if all > int(s.fill) {
		s.fill = few(all)
		s.in.filled(all)
	}
	if len(src) == 0 {
		return unmade
	}
	t := s.task
	t.b.enter()
	used, err := s.write(t.b.ctx, src, nil)
	t.b.leave()
	if err != nil || uint(used) > uint(len(src)) || used == 0 || !t.quick {
		t.slow()
		t.ins[0].took(used, len(src), all)
		return t.conclude(orderly(err))
	}
	s.from.Consume(s.tail, used)
	t.nothing = 0
	return s.left(all - used)
}
