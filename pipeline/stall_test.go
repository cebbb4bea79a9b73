package pipeline_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/pipeline"
)

// drain adds a block of its own goroutine that takes all of a stream.
func drain[T any](p *pipeline.Pipeline, name string, s *pipeline.Stream[T]) {
	in := s.Input()
	p.Go(name, func(ctx context.Context) error {
		for {
			src, err := in.Slice(ctx, 1)
			if err != nil {
				return eof(err)
			}
			if err := in.Consume(len(src)); err != nil {
				return err
			}
		}
	}, in)
}

// copyBlock adds a block of its own goroutine that copies a stream.
func copyBlock(p *pipeline.Pipeline, name string, in *pipeline.Stream[int]) *pipeline.Stream[int] {
	s, out := pipeline.NewStream[int](p, name)
	from := in.Input()
	p.Go(name, func(ctx context.Context) error {
		for {
			src, err := from.Slice(ctx, 1)
			if err != nil {
				return eof(err)
			}
			dst, err := out.Slice(ctx, 1)
			if err != nil {
				return err
			}
			n := copy(dst, src)
			out.ProduceTags(n)
			if err := from.Consume(n); err != nil {
				return err
			}
		}
	}, from, out)
	return s
}

// sumsOf returns what sums make of the numbers below n.
func sumsOf(s sums, n int) []int {
	dst, _ := rated{s}.of(numbers(n), nil)
	return dst
}

// TestSkewWidensStreams has blocks that need more at once than a batch, next to
// streams that lead to other goroutines.
func TestSkewWidensStreams(t *testing.T) {
	const total = 3000
	long := sums{width: 200, step: 1}
	graphs := map[string]func(p *pipeline.Pipeline, s *pipeline.Stream[int]) (*pipeline.Stream[int], []int){
		"alone": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) (*pipeline.Stream[int], []int) {
			return pipeline.Apply(p, "long", s, long), sumsOf(long, total)
		},
		"diamond": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) (*pipeline.Stream[int], []int) {
			want := sumsOf(long, total)
			for i := range want {
				want[i] += i
			}
			return pipeline.Join2(p, "join", pipeline.Apply(p, "long", s, long), s, blend2{}), want
		},
		"diamond with blocks in both arms": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) (*pipeline.Stream[int], []int) {
			want := sumsOf(long, total)
			for i := range want {
				want[i] += i
			}
			a := pipeline.Apply(p, "after", pipeline.Apply(p, "long", s, long), blend1{})
			b := pipeline.Apply(p, "short", pipeline.Apply(p, "shorter", s, blend1{}), blend1{})
			return pipeline.Join2(p, "join", a, b, blend2{}), want
		},
		"beside an output to another goroutine": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) (*pipeline.Stream[int], []int) {
			a, b := pipeline.Split(p, "split", s, quotients{})
			pipeline.Sink(p, "aside", copyBlock(p, "go", a), discardAll)
			var want []int
			for k := range total {
				sum := 0
				for v := k; v < min(k+200, total); v++ {
					sum += v % 2
				}
				want = append(want, sum)
			}
			return pipeline.Apply(p, "long", b, long), want
		},
		"before another goroutine": func(p *pipeline.Pipeline, s *pipeline.Stream[int]) (*pipeline.Stream[int], []int) {
			want := sumsOf(long, total)
			for i := range want {
				want[i] *= 2
			}
			a := pipeline.Apply(p, "long", s, long)
			return pipeline.Join2(p, "join", a, copyBlock(p, "go", a), blend2{}), want
		},
	}
	for name, graph := range graphs {
		t.Run(name, func(t *testing.T) {
			for _, batch := range []int{1, 10, 500} {
				p := pipeline.New(pipeline.WithMaxBatch(batch))
				out, want := graph(p, pipeline.Source(p, "count", count(total)))
				var got []int
				pipeline.Sink(p, "sink", out, into(&got))
				require.NoError(t, run(t, p))
				require.Equal(t, want, got, "batch %d", batch)
			}
		})
	}
}

// hoarder takes all and gives nothing before it has had so many items.
type hoarder struct{ left int }

func (h *hoarder) Transform(dst, src []int, _ bool) (int, int, error) {
	if h.left > 0 {
		n := min(h.left, len(src))
		h.left -= n
		return 0, n, nil
	}
	n := copy(dst, src)
	return n, n, nil
}

// TestStallIsAnErrorWithNames has a diamond of which one arm gives nothing until
// it has had more than the other can hold.
func TestStallIsAnErrorWithNames(t *testing.T) {
	for _, where := range []string{"one run", "go in the long arm", "go in the short arm", "slow sink"} {
		t.Run(where, func(t *testing.T) {
			p := pipeline.New(pipeline.WithRingSize(4096))
			s := pipeline.Source(p, "count", count(1_000_000))
			a := pipeline.Apply(p, "hoarder", s, &hoarder{left: 100_000})
			b := pipeline.Apply(p, "short", s, blend1{})
			switch where {
			case "go in the long arm":
				a = copyBlock(p, "go", a)
			case "go in the short arm":
				b = copyBlock(p, "go", b)
			}
			j := pipeline.Join2(p, "join", a, b, blend2{})
			pipeline.Sink(p, "sink", j, discardAll)
			if where == "slow sink" {
				held := make(chan bool)
				pipeline.Sink(p, "slow", s, func(ctx context.Context, src []int) (int, error) {
					select { // until the sink that waits beside it has all it will ever get
					case <-held:
					case <-ctx.Done():
					}
					return len(src), nil
				})
				close(held)
			}
			err := run(t, p)
			require.ErrorIs(t, err, pipeline.ErrTooSmall)
			var be *pipeline.BlockError
			require.ErrorAs(t, err, &be)
			require.Contains(t, []string{"hoarder", "join", "go", "sink"}, be.Block, fmt.Sprint(err))
		})
	}
}

// TestStallAmongGoBlocks has no block that a run works on.
func TestStallAmongGoBlocks(t *testing.T) {
	p := pipeline.New(pipeline.WithRingSize(4096))
	s, out := pipeline.NewStream[int](p, "source")
	a, b := s.Input(), s.Input()
	p.Go("source", func(ctx context.Context) error {
		for {
			dst, err := out.Slice(ctx, 1)
			if err != nil {
				return err
			}
			out.ProduceTags(len(dst))
		}
	}, out)
	gate, done := pipeline.NewStream[int](p, "first")
	c := gate.Input()
	p.Go("first", func(ctx context.Context) error {
		for n := 0; n < 10_000; { // more than the ring that it shares holds
			src, err := a.Slice(ctx, 1)
			if err != nil {
				return err
			}
			n += len(src)
			if err := a.Consume(len(src)); err != nil {
				return err
			}
		}
		return nil
	}, a, done)
	p.Go("second", func(ctx context.Context) error {
		if _, err := c.Slice(ctx, 1); err != nil { // waits for the first
			return eof(err)
		}
		_, err := b.Slice(ctx, 1)
		return err
	}, b, c)
	err := run(t, p)
	require.ErrorIs(t, err, pipeline.ErrTooSmall)
	require.ErrorContains(t, err, `block "first": `)
	items := 4096 / (strconv.IntSize / 8)
	require.ErrorContains(t, err, fmt.Sprintf(`"source" waits for room for its own items (%d of %d are unread)`, items, items))
}

// TestWaitingForTheWorldIsNoStall has a source that is silent for hours, before
// a stream that is full for other hours.
func TestWaitingForTheWorldIsNoStall(t *testing.T) {
	const ring = 4096 / (strconv.IntSize / 8) // items
	synctest.Test(t, func(t *testing.T) {
		p := pipeline.New(pipeline.WithRingSize(4096))
		s, out := pipeline.NewStream[int](p, "source")
		p.Go("source", func(ctx context.Context) error {
			for range 3 {
				dst, err := out.Slice(ctx, ring)
				if err != nil {
					return err
				}
				out.ProduceTags(len(dst))
				time.Sleep(time.Hour)
			}
			return nil
		}, out)
		in := copyBlock(p, "go", pipeline.Apply(p, "same", s, blend1{})).Input()
		total := 0
		p.Go("sink", func(ctx context.Context) error {
			for {
				src, err := in.Slice(ctx, 1)
				if err != nil {
					return eof(err)
				}
				total += len(src)
				time.Sleep(2 * time.Hour)
				if err := in.Consume(len(src)); err != nil {
					return err
				}
			}
		}, in)
		require.NoError(t, p.Run(context.Background()))
		require.Equal(t, 3*ring, total)
	})
}
