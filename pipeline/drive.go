package pipeline

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-ff569660/seamless/metadata"
)

// Drive runs a block alone, on slices instead of streams, through the code that
// runs it in a pipeline: it is for tests of blocks. It returns what the block
// makes of src and where the tags land, their offsets counted from the start.
// Tags behind the last item are at offset len(dst).
//
// Before each call of the block, cut is asked for each of its inputs how many
// more items have come, and for each of its outputs how much room there is; a
// block gets more where it needs more. A nil cut gives all. The error is a
// [*BlockError].
func Drive[In, Out any](block Transformer[In, Out], src []In, tags []metadata.Tag, cut func() int) (dst []Out, landed []metadata.Tag, err error) {
	p := newDriven(cut)
	s := newStream[In](p.Pipeline, "src")
	out := Apply(p.Pipeline, "block", s, block)
	a := feedFrom(p, s, src, tags)
	to := collect(p, out)
	err = p.drive(a)
	return to.items, to.landed, err
}

// DriveJoin is [Drive] for a block of two inputs.
func DriveJoin[A, B, Out any](block Joiner2[A, B, Out], a []A, b []B, tagsA, tagsB []metadata.Tag, cut func() int) (dst []Out, landed []metadata.Tag, err error) {
	p := newDriven(cut)
	sa, sb := newStream[A](p.Pipeline, "a"), newStream[B](p.Pipeline, "b")
	out := Join2(p.Pipeline, "block", sa, sb, block)
	fa, fb := feedFrom(p, sa, a, tagsA), feedFrom(p, sb, b, tagsB)
	to := collect(p, out)
	err = p.drive(fa, fb)
	return to.items, to.landed, err
}

// DriveSplit is [Drive] for a block of two outputs.
func DriveSplit[In, A, B any](block Splitter[In, A, B], src []In, tags []metadata.Tag, cut func() int) (a []A, b []B, landedA, landedB []metadata.Tag, err error) {
	p := newDriven(cut)
	s := newStream[In](p.Pipeline, "src")
	sa, sb := Split(p.Pipeline, "block", s, block)
	f := feedFrom(p, s, src, tags)
	toA, toB := collect(p, sa), collect(p, sb)
	err = p.drive(f)
	return toA.items, toB.items, toA.landed, toB.landed, err
}

// driven is a pipeline of one block that is driven.
type driven struct {
	*Pipeline
	cut func() int
}

func newDriven(cut func() int) *driven {
	return &driven{New(WithRingSize(math.MaxInt32), WithMaxBatch(math.MaxInt32/4)), cut}
}

// ask returns what cut says, or all where there is none.
func (p *driven) ask(all int) int {
	if p.cut == nil {
		return all
	}
	return max(0, min(p.cut(), all))
}

// drive calls the block until it is done.
func (p *driven) drive(feeds ...interface{ come() bool }) error {
	task := p.blocks[0].task
	for {
		came := false
		for _, f := range feeds {
			came = f.come() || came
		}
		got := task.step()
		switch {
		case task.err == errDone:
			return nil
		case task.err != nil:
			return &BlockError{"block", task.err}
		case got == unmade && !came:
			return &BlockError{"block", task.stall()}
		}
	}
}

// feed is an input out of a slice.
type feed[T any] struct {
	*inlet[T]
	p      *driven
	src    []T
	tagged []metadata.Tag
	pos    int // items used
	here   int // items that have come
}

// feedFrom puts a slice in the place of a stream.
func feedFrom[T any](p *driven, s *Stream[T], src []T, tags []metadata.Tag) *feed[T] {
	in := s.inlets[0]
	f := &feed[T]{inlet: in, p: p, src: src, tagged: tags}
	task := in.block.task
	for i := range task.ins {
		if task.ins[i].input == input(in) {
			task.ins[i].input = f
		}
	}
	return f
}

// come lets more items come and reports whether some may still.
func (f *feed[T]) come() bool {
	left := len(f.src) - f.here
	f.here += f.p.ask(left)
	return left > 0
}

func (f *feed[T]) load(least, most int) (taken, error) {
	n := f.here - f.pos
	if f.here < len(f.src) && n < least {
		f.cur = nil
		return taken{}, nil
	}
	end := f.pos + min(n, max(least, most))
	f.cur = f.src[f.pos:end:end]
	return taken{len(f.cur), n > len(f.cur), n < least}, nil
}

func (f *feed[T]) give(n int) error {
	f.pos += n
	return nil
}

func (f *feed[T]) tags(dst []metadata.Tag, from, to int) []metadata.Tag {
	for _, t := range f.tagged {
		if t.Offset -= f.pos; from <= t.Offset && t.Offset < to {
			dst = append(dst, t)
		}
	}
	return dst
}

// roomOfDrive is what an output has where no cut says otherwise.
const roomOfDrive = 64 << 10

// collection is an output into a slice.
type collection[T any] struct {
	*outlet[T]
	p      *driven
	items  []T
	landed []metadata.Tag
}

// collect puts a slice in the place of a stream.
func collect[T any](p *driven, s *Stream[T]) *collection[T] {
	c := &collection[T]{outlet: s.outlet, p: p}
	task := s.outlet.block.task
	for j := range task.outs {
		if task.outs[j].output == output(s.outlet) {
			task.outs[j].output = c
		}
	}
	return c
}

// room gives memory that nothing has been written to, so that a block that
// relies on what it wrote before is found out.
func (c *collection[T]) room(least, _ int) (int, error) {
	c.cur = make([]T, max(least, c.p.ask(roomOfDrive)))
	return len(c.cur), nil
}

func (c *collection[T]) put(n int, tags []metadata.Tag) {
	c.last(tags)
	c.items = append(c.items, c.cur[:n]...)
}

// last keeps tags in the order of a stream.
func (c *collection[T]) last(tags []metadata.Tag) {
	before := len(c.landed)
	for _, t := range tags {
		t.Offset += len(c.items)
		c.landed = append(c.landed, t)
	}
	slices.SortStableFunc(c.landed[before:], func(a, b metadata.Tag) int { return cmp.Compare(a.Offset, b.Offset) })
}
