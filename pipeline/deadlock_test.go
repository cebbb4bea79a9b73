package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/pipeline"
)

// late hands on what is skew items old, for which it keeps as many.
func late(in pipeline.Input[int], out pipeline.Output[int], skew int) func(context.Context) error {
	return func(ctx context.Context) error {
		var held []int
		for {
			src, err := in.Slice(ctx, 1)
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			held = append(held, src...)
			if err := in.Consume(len(src)); err != nil {
				return err
			}
			for len(held) > skew {
				dst, err := out.Slice(ctx, 1)
				if err != nil {
					return err
				}
				n := copy(dst, held[:len(held)-skew])
				out.ProduceTags(n)
				held = held[n:]
			}
		}
	}
}

// TestDeadGraphIsAnError has one arm of a diamond keep back more than the ring
// of the other one holds, in a block that nobody can look into.
func TestDeadGraphIsAnError(t *testing.T) {
	for _, skew := range []int{100, 100_000} {
		p := pipeline.New(pipeline.WithRingSize(64 << 10))
		s := pipeline.Source(p, "count", count(400_000))
		in := s.Input()
		old, out := pipeline.NewStream[int](p, "late")
		p.Go("late", late(in, out, skew), in, out)
		sum := pipeline.Join2(p, "sum", s, old, plus{})
		var got []int
		pipeline.Sink(p, "sink", sum, into(&got))
		err := run(t, p)
		if skew == 100 {
			require.NoError(t, err)
			require.Len(t, got, 400_000-skew)
			continue
		}
		require.ErrorIs(t, err, pipeline.ErrTooSmall)
		require.ErrorContains(t, err, `"late" waits for items of "count"`)
		items := 64 << 10 / (strconv.IntSize / 8)
		require.ErrorContains(t, err, fmt.Sprintf(`"count" waits for room for its own items (%d of %d are unread)`, items, items))
	}
}

type plus struct{}

func (plus) Join(dst, a, b []int, _ bool) (nDst, nA, nB int, err error) {
	n := min(len(dst), len(a), len(b))
	for i := range n {
		dst[i] = a[i] + b[i]
	}
	return n, n, n, nil
}

// A block that has returned and not yet closed its ends is nobody to mourn for.
func TestNotDeadWhileEndsClose(t *testing.T) {
	p := pipeline.New()
	s, out := pipeline.NewStream[int](p, "made")
	p.Go("made", func(ctx context.Context) error {
		_, err := out.Slice(ctx, 1)
		out.ProduceTags(1)
		return err
	}, out)
	got := 0
	pipeline.Sink(p, "sink", s, func(_ context.Context, src []int) (int, error) {
		got += len(src)
		return len(src), nil
	})
	pipeline.HoldEnds(p, "made")
	if err := p.Run(context.Background()); err != nil || got != 1 {
		t.Fatal(got, err)
	}
}
