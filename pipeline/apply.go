package pipeline

import (
	"context"
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless/metadata"
)

// Apply adds a block that turns the items of a stream into those of another.
// Tags go with the items: one at item i of the nSrc used by a call lands on
// item i*nDst/nSrc of those the call made, or on the next one to be made.
func Apply[In, Out any](p *Pipeline, name string, in *Stream[In], t Transformer[In, Out]) *Stream[Out] {
	s := newStream[Out](p, name)
	a := &apply[In, Out]{config: &p.config, in: in.inlet(), out: s.outlet, t: t}
	b := p.add(name, a.run)
	a.in.attach(b)
	a.out.attach(b)
	return s
}

// apply runs a Transformer on a goroutine of its own.
type apply[In, Out any] struct {
	config *config
	in     *inlet[In]
	out    *outlet[Out]
	t      Transformer[In, Out]

	src   []In // what is there, cut to a batch
	want  int  // items it shall be at least
	atEOF bool // src is all there will ever be

	tags []metadata.Tag // of the items used by one call
	late []metadata.Tag // of items used before anything was made of them
}

func (a *apply[In, Out]) run(ctx context.Context) error {
	for a.want = 1; ; {
		if err := a.take(ctx); err != nil {
			return err
		}
		dst, err := a.out.Slice(ctx, 1)
		if err != nil {
			return err
		}
		dst = dst[:a.config.batch(len(dst), 1, size[Out]())]
		nDst, nSrc, err := a.t.Transform(dst, a.src, a.atEOF)
		if nDst < 0 || nDst > len(dst) || nSrc < 0 || nSrc > len(a.src) {
			return fmt.Errorf("it made %d items in a slice of %d and used %d of %d", nDst, len(dst), nSrc, len(a.src))
		}
		if lost := a.give(nDst, nSrc); err == nil {
			err = lost
		}
		if err == nil {
			err = ctx.Err()
		}
		switch done := nDst == 0 && nSrc == 0; {
		case err != nil:
			return err
		case done && a.atEOF:
			return nil
		case done:
			a.want = len(a.src) + 1
		case nSrc < len(a.src) && nDst < len(dst):
			a.want = len(a.src) - nSrc + 1 // it had room and stopped: it wants more
		default:
			a.want = 1
		}
	}
}

// take gets the next src.
func (a *apply[In, Out]) take(ctx context.Context) error {
	want := a.want
	if a.atEOF {
		want = 1
	}
	src, err := a.in.Slice(ctx, want)
	switch {
	case err == io.EOF:
		a.src, a.atEOF = nil, true
	case err != nil:
		return asked(err, want)
	default:
		a.atEOF = a.atEOF || len(src) < want
		a.src = src
		if !a.atEOF {
			a.src = src[:a.config.batch(len(src), want, size[In]())]
		}
	}
	return nil
}

// give hands on what a call has made, and gives back what it has used.
func (a *apply[In, Out]) give(nDst, nSrc int) error {
	a.tags = a.tags[:0]
	if nSrc > 0 {
		a.tags = a.in.Tags(a.tags)
		for i, t := range a.tags {
			if t.Offset >= nSrc {
				a.tags = a.tags[:i]
				break
			}
			a.tags[i].Offset = min(int(int64(t.Offset)*int64(nDst)/int64(nSrc)), max(nDst-1, 0))
		}
	}
	switch {
	case nDst == 0:
		a.late = append(a.late, a.tags...)
	case len(a.late) != 0:
		for i := range a.late {
			a.late[i].Offset = 0
		}
		a.out.ProduceTags(nDst, append(a.late, a.tags...)...)
		a.late = a.late[:0]
	default:
		a.out.ProduceTags(nDst, a.tags...)
	}
	if nSrc == 0 {
		return nil
	}
	return consume(a.in.Input, nSrc)
}
