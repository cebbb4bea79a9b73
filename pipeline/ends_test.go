package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// failing calls that return an error or panic after some calls.
type failing struct {
	calls int
	err   error
	panic bool
}

func (f *failing) now() error {
	if f == nil || f.err == nil {
		return nil
	}
	if f.calls--; f.calls >= 0 {
		return nil
	}
	if f.panic {
		panic(f.err)
	}
	return f.err
}

type failingJoin2 struct{ *failing }

func (f failingJoin2) Join(dst, a, b []int, eof bool) (int, int, int, error) {
	n, na, nb, _ := blend2{}.Join(dst, a, b, eof)
	return n, na, nb, f.now()
}

type failingJoin3 struct{ *failing }

func (f failingJoin3) Join(dst, a, b, c []int, eof bool) (int, int, int, int, error) {
	n, na, nb, nc, _ := blend3{}.Join(dst, a, b, c, eof)
	return n, na, nb, nc, f.now()
}

type failingSplit struct{ *failing }

func (f failingSplit) Split(a, b, src []int, eof bool) (int, int, int, error) {
	na, nb, n, _ := quotients{}.Split(a, b, src, eof)
	return na, nb, n, f.now()
}

// kinds are the blocks of the graph that everyKind makes.
var kinds = []string{"source", "apply", "join 2", "join 3", "split", "go", "sink", "tag sink", "tag source"}

// everyKind makes a graph with a block of every kind, of which one may fail.
func everyKind(p *pipeline.Pipeline, read func(context.Context, []int) (int, error), who string, f *failing) {
	failing := func(name string) *failing {
		if name == who {
			return f
		}
		return nil
	}
	s := pipeline.Source(p, "source", func(ctx context.Context, dst []int) (int, error) {
		if err := failing("source").now(); err != nil {
			return 0, err
		}
		return read(ctx, dst)
	})
	tagged := pipeline.SourceTags(p, "tag source", func(_ context.Context, dst []int) (int, []metadata.Tag, error) {
		return len(dst), nil, failing("tag source").now()
	})
	a := pipeline.Apply(p, "apply", s, pipeline.TransformFunc[int, int](func(dst, src []int, _ bool) (int, int, error) {
		n := copy(dst, src)
		return n, n, failing("apply").now()
	}))
	two := pipeline.Join2(p, "join 2", s, a, failingJoin2{failing("join 2")})
	three := pipeline.Join3(p, "join 3", s, two, tagged, failingJoin3{failing("join 3")})
	left, right := pipeline.Split(p, "split", three, failingSplit{failing("split")})
	in := left.Input()
	copied, out := pipeline.NewStream[int](p, "go")
	p.Go("go", func(ctx context.Context) error {
		for {
			src, err := in.Slice(ctx, 1)
			if err != nil {
				return eof(err)
			}
			dst, err := out.Slice(ctx, 1)
			if err != nil {
				return err
			}
			n := copy(dst, src)
			out.ProduceTags(n)
			if err := errors.Join(in.Consume(n), failing("go").now()); err != nil {
				return err
			}
		}
	}, in, out)
	pipeline.Sink(p, "sink", copied, func(_ context.Context, src []int) (int, error) { return len(src), failing("sink").now() })
	pipeline.SinkTags(p, "tag sink", right, func(_ context.Context, src []int, _ []metadata.Tag) (int, error) {
		return len(src), failing("tag sink").now()
	})
}

func TestErrorsOfEveryKindOfBlockNameIt(t *testing.T) {
	forever := func(_ context.Context, dst []int) (int, error) { return len(dst), nil }
	for _, who := range kinds {
		for _, panics := range []bool{false, true} {
			for _, calls := range []int{0, 1, 50} {
				boom := errors.New("boom")
				p := pipeline.New(pipeline.WithMaxBatch(100))
				everyKind(p, forever, who, &failing{calls, boom, panics})
				err := run(t, p)
				require.ErrorIs(t, err, boom, who)
				var be *pipeline.BlockError
				require.ErrorAs(t, err, &be)
				require.Equal(t, who, be.Block)
			}
		}
	}
}

func TestEndReachesEveryKindOfBlock(t *testing.T) {
	for _, total := range []int{0, 1, 99, 100, 10_000} {
		p := pipeline.New(pipeline.WithMaxBatch(100))
		everyKind(p, count(total), "", nil)
		require.NoError(t, run(t, p))
	}
}

// TestCancelAtAnyTime cancels a graph of every kind of block at a random call.
func TestCancelAtAnyTime(t *testing.T) {
	rnd := seeded(t)
	for range rounds(100) {
		ctx, cancel := context.WithCancelCause(context.Background())
		why := errors.New("why")
		left := rnd.IntN(200)
		p := pipeline.New(options(rnd)...)
		everyKind(p, func(_ context.Context, dst []int) (int, error) {
			if left--; left < 0 {
				cancel(why)
			}
			return len(dst), nil
		}, "", nil)
		require.ErrorIs(t, p.Run(ctx), why)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := pipeline.New()
	everyKind(p, count(10), "", nil)
	require.ErrorIs(t, p.Run(ctx), context.Canceled)
}

// TestSinkEndsItsSourcesInEveryShape has sources without end.
func TestSinkEndsItsSourcesInEveryShape(t *testing.T) {
	forever := func(_ context.Context, dst []int) (int, error) { return len(dst), nil }
	shapes := map[string]func(p *pipeline.Pipeline, s *pipeline.Stream[int]) []*pipeline.Stream[int]{
		"chain": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) []*pipeline.Stream[int] {
			return []*pipeline.Stream[int]{pipeline.Apply(p, "same", s, blend1{})}
		},
		"fan-out": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) []*pipeline.Stream[int] {
			return []*pipeline.Stream[int]{s, s, pipeline.Apply(p, "same", s, blend1{})}
		},
		"split": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) []*pipeline.Stream[int] {
			a, b := pipeline.Split(p, "split", s, quotients{})
			return []*pipeline.Stream[int]{a, b}
		},
		"joins": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) []*pipeline.Stream[int] {
			other := pipeline.Source(p, "other", forever)
			two := pipeline.Join2(p, "two", s, other, blend2{})
			return []*pipeline.Stream[int]{two, pipeline.Join3(p, "three", two, s, other, blend3{})}
		},
		"go": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) []*pipeline.Stream[int] {
			return []*pipeline.Stream[int]{copyBlock(p, "go", s), copyBlock(p, "again", s)}
		},
	}
	rnd := seeded(t)
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			for range rounds(30) {
				p := pipeline.New(options(rnd)...)
				for i, s := range shape(p, pipeline.Source(p, "source", forever)) {
					left := 1 + rnd.IntN(20_000)
					pipeline.Sink(p, fmt.Sprint("sink ", i), s, func(_ context.Context, src []int) (int, error) {
						if left -= len(src); left <= 0 {
							return 0, io.EOF
						}
						return len(src), nil
					})
				}
				require.NoError(t, run(t, p))
			}
		})
	}
}

func TestFeedbackIsRefusedWithItsLoop(t *testing.T) {
	p := pipeline.New()
	back, out := pipeline.NewStream[int](p, "back")
	sum := pipeline.Join2(p, "sum", pipeline.Source(p, "source", count(10)), back, blend2{})
	in := pipeline.Apply(p, "same", sum, blend1{}).Input()
	p.Go("back", func(context.Context) error { return errors.New("it ran") }, in, out)
	pipeline.Sink(p, "sink", sum, discardAll)
	err := run(t, p)
	require.ErrorIs(t, err, pipeline.ErrGraph)
	for _, name := range []string{"sum", "same", "back"} {
		require.ErrorContains(t, err, fmt.Sprintf("%q", name))
	}
	require.NotContains(t, err.Error(), `"source"`)
}

// TestLimitHolds looks at the stream from both ends at each call.
func TestLimitHolds(t *testing.T) {
	rnd := seeded(t)
	for range rounds(60) {
		limit := 1 + rnd.IntN(300)
		p := pipeline.New(options(rnd)...)
		var made, used atomic.Int64
		rnd, its := rand.New(rand.NewPCG(rnd.Uint64(), 0)), rand.New(rand.NewPCG(rnd.Uint64(), 0))
		s := pipeline.Source(p, "source", func(_ context.Context, dst []int) (int, error) {
			if unread := int(made.Load() - used.Load()); unread+len(dst) > limit {
				return 0, fmt.Errorf("%d unread and room for %d: limit %d", unread, len(dst), limit)
			}
			n := 1 + rnd.IntN(len(dst))
			if made.Add(int64(n)) > 5000 {
				return n, io.EOF
			}
			return n, nil
		}).Limit(limit)
		pipeline.Sink(p, "sink", s, func(_ context.Context, src []int) (int, error) {
			n := 1 + its.IntN(len(src))
			used.Add(int64(n))
			return n, nil
		})
		require.NoError(t, run(t, p))
		require.Equal(t, made.Load(), used.Load())
	}
}

// atLeast is a block that needs so many items at once, and so much room.
type atLeast struct {
	blend1
	items, room int
}

func (a atLeast) MinInput() int  { return a.items }
func (a atLeast) MinOutput() int { return a.room }

func TestLimitBelowANeedIsAnErrorWithBoth(t *testing.T) {
	for _, c := range []struct{ limit, makes, needs int }{{9, 1, 10}, {12, 4, 10}, {13, 4, 10}, {3, 4, 1}} {
		p := pipeline.New()
		s := pipeline.Apply(p, "maker", pipeline.Source(p, "source", count(1000)), atLeast{room: c.makes}).Limit(c.limit)
		pipeline.Sink(p, "sink", pipeline.Apply(p, "taker", s, atLeast{items: c.needs}), discardAll)
		err := run(t, p)
		if c.limit >= c.makes+c.needs-1 {
			require.NoError(t, err, "%+v", c)
			continue
		}
		require.ErrorIs(t, err, pipeline.ErrTooSmall, "%+v", c)
		require.ErrorContains(t, err, `"maker"`)
		if c.needs > 1 {
			require.ErrorContains(t, err, `"taker"`)
		}
		for _, n := range []int{c.limit, c.makes, c.needs} {
			require.ErrorContains(t, err, fmt.Sprint(n))
		}
	}
}

// TestNeedsAsLargeAsARing has no room to spare in any stream.
func TestNeedsAsLargeAsARing(t *testing.T) {
	for _, c := range [][2]int{{512, 1}, {1, 512}, {256, 257}, {1000, 1000}} {
		p := pipeline.New(pipeline.WithRingSize(1), pipeline.WithMaxBatch(1))
		s := pipeline.Apply(p, "maker", pipeline.Source(p, "source", count(5003)), atLeast{room: c[0]})
		var got []int
		pipeline.Sink(p, "sink", pipeline.Apply(p, "taker", s, atLeast{items: c[1]}), into(&got))
		require.NoError(t, run(t, p), "%v", c)
		require.Equal(t, numbers(5003), got)
	}
}

// TestWrongGraphClosesWhatIsOutside, for who waits there.
func TestWrongGraphClosesWhatIsOutside(t *testing.T) {
	in, err := circular.New[int](100)
	require.NoError(t, err)
	out, err := circular.New[int](100)
	require.NoError(t, err)
	result := out.AddReader()
	p := pipeline.New()
	s := pipeline.From(p, "twin", pipeline.Input[int](in.AddReader()))
	pipeline.To(p, "twin", s, pipeline.Output[int](out))
	require.ErrorIs(t, run(t, p), pipeline.ErrGraph)
	_, err = result.Slice(context.Background(), 1)
	require.ErrorIs(t, err, pipeline.ErrGraph)
	require.Zero(t, in.Stats().Readers)
	require.NoError(t, errors.Join(in.Close(), result.Close()))
}
