package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// until waits for an event in the life of the graph, or for its end.
func until(ctx context.Context, event <-chan struct{}) error {
	select {
	case <-event:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TestSourceGoesOnWhileTheSinkWaits: until its ring is full.
func TestSourceGoesOnWhileTheSinkWaits(t *testing.T) {
	const ring = 4096 / 8
	p := pipeline.New(pipeline.WithRingSize(8*ring), pipeline.WithMaxBatch(16))
	ahead := make(chan struct{})
	made, taken := 0, 0
	s := pipeline.Source(p, "source", func(_ context.Context, dst []int64) (int, error) {
		if made += len(dst); made >= ring {
			made = ring
			select {
			case <-ahead:
			default:
				close(ahead)
			}
			return len(dst), io.EOF
		}
		return len(dst), nil
	})
	pipeline.Sink(p, "sink", s, func(ctx context.Context, src []int64) (int, error) {
		taken += len(src)
		return len(src), until(ctx, ahead) // far more than two batches
	})
	require.NoError(t, run(t, p))
	require.GreaterOrEqual(t, taken, ring)
}

// TestOneOfTwoSourcesWaits: what the other makes arrives all the same.
func TestOneOfTwoSourcesWaits(t *testing.T) {
	for _, joined := range []bool{false, true} {
		p := pipeline.New(pipeline.WithMaxBatch(100))
		arrived := make(chan struct{})
		silent := pipeline.Source(p, "silent", func(ctx context.Context, dst []int) (int, error) {
			return 0, errors.Join(until(ctx, arrived), io.EOF)
		})
		lively := pipeline.Source(p, "lively", count(2000))
		n := 0
		pipeline.Sink(p, "sink", lively, func(_ context.Context, src []int) (int, error) {
			if n += len(src); n == 2000 {
				close(arrived)
			}
			return len(src), nil
		})
		if joined { // all in one run
			silent = pipeline.Join2(p, "join", silent, lively, blend2{})
		}
		pipeline.Sink(p, "other sink", silent, discardAll)
		require.NoError(t, run(t, p))
	}
}

// TestItemsGoOnWhileTheirSourceWaits: a sink that was slow, and so has a
// goroutine of its own, gets all that was made before the source fell silent.
func TestItemsGoOnWhileTheirSourceWaits(t *testing.T) {
	p := pipeline.New(pipeline.WithRingSize(4096), pipeline.WithMaxBatch(64))
	full, arrived := make(chan struct{}), make(chan struct{})
	total, made, n := 640, 0, 0 // the ring of the sink and what is before it
	s := pipeline.Source(p, "source", func(ctx context.Context, dst []int64) (int, error) {
		if made == total {
			return 0, errors.Join(until(ctx, arrived), io.EOF)
		}
		k := min(len(dst), total-made)
		made += k
		if made == total {
			select {
			case <-full:
			default:
				close(full)
			}
		}
		return k, nil
	})
	same := func(v int64) int64 { return v }
	a := pipeline.Apply(p, "b", pipeline.Apply(p, "a", s, pipeline.Map(same)), pipeline.Map(same))
	pipeline.Sink(p, "sink", a, func(ctx context.Context, src []int64) (int, error) {
		if n += len(src); n == total {
			close(arrived)
		}
		return len(src), until(ctx, full)
	})
	require.NoError(t, run(t, p))
}

func TestCancelEndsASinkThatWaitsForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, shape := range []string{"sink", "source", "sink of one branch", "both"} {
			ctx, cancel := context.WithCancel(context.Background())
			p := pipeline.New(pipeline.WithRingSize(4096))
			wait := func(ctx context.Context, buf []int) (int, error) {
				<-ctx.Done()
				return 0, ctx.Err()
			}
			read := func(_ context.Context, dst []int) (int, error) { return len(dst), nil }
			if shape == "source" || shape == "both" {
				read = wait
			}
			s := pipeline.Apply(p, "same", pipeline.Source(p, "source", read), blend1{})
			write := discardAll
			if shape != "source" {
				write = wait
			}
			pipeline.Sink(p, "sink", s, write)
			if shape == "sink of one branch" {
				pipeline.Sink(p, "other", s, discardAll)
			}
			done := make(chan error)
			go func() { done <- p.Run(ctx) }()
			time.Sleep(time.Minute) // on the bubble's clock: all wait by now
			cancel()
			require.ErrorIs(t, <-done, context.Canceled, shape)
		}
	})
}

// TestSlowBranchHoldsTheOthersUpByItsRing: the quick one is ahead by as much as
// the ring, and by no more.
func TestSlowBranchHoldsTheOthersUpByItsRing(t *testing.T) {
	const ring = 4096 / 8
	for _, own := range []bool{false, true} {
		p := pipeline.New(pipeline.WithRingSize(8*ring), pipeline.WithMaxBatch(16))
		s := pipeline.Source(p, "source", func(_ context.Context, dst []int64) (int, error) { return len(dst), nil })
		var quick atomic.Int64
		ahead := make(chan struct{})
		branch := s
		if own {
			branch = pipeline.Apply(p, "own", s, pipeline.Map(func(v int64) int64 { return v }))
		}
		pipeline.Sink(p, "quick", branch, func(_ context.Context, src []int64) (int, error) {
			if quick.Add(int64(len(src))) == ring {
				close(ahead)
			}
			if quick.Load() > ring {
				return 0, fmt.Errorf("it is %d items ahead", quick.Load())
			}
			return len(src), nil
		})
		pipeline.Sink(p, "slow", s, func(ctx context.Context, src []int64) (int, error) {
			if err := until(ctx, ahead); err != nil {
				return 0, err
			}
			return 0, errStop
		})
		err := run(t, p)
		require.ErrorIs(t, err, errStop)
		require.EqualValues(t, ring, quick.Load())
	}
}

var errStop = errors.New("stop")

func TestSourceThatWaitsForeverEndsWithItsSink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, shape := range []string{"chain", "fan-out", "join", "split"} {
			p := pipeline.New()
			waits, once := make(chan struct{}), new(sync.Once)
			wait := func(told bool) func(ctx context.Context, dst []int) (int, error) {
				return func(ctx context.Context, dst []int) (int, error) {
					if !told {
						told = true
						return 3, nil
					}
					once.Do(func() { close(waits) })
					<-ctx.Done()
					return 0, ctx.Err()
				}
			}
			s := pipeline.Source(p, "source", wait(false))
			few := func(ctx context.Context, _ []int) (int, error) { return 1, errors.Join(until(ctx, waits), io.EOF) }
			switch shape {
			case "chain":
				s = pipeline.Apply(p, "same", s, blend1{})
			case "fan-out":
				pipeline.Sink(p, "other", s, few)
			case "join":
				s = pipeline.Join2(p, "join", s, pipeline.Source(p, "other", wait(false)), blend2{})
			case "split":
				a, b := pipeline.Split(p, "split", s, quotients{})
				pipeline.Sink(p, "other", b, few)
				s = a
			}
			pipeline.Sink(p, "sink", s, few)
			require.NoError(t, p.Run(context.Background()), shape)
		}
	})
}

// TestHandOffUnderStress has sinks and sources that now and then wait for up to
// three milliseconds, as long as it takes for the others to be taken away.
func TestHandOffUnderStress(t *testing.T) {
	rnd := seeded(t)
	for range rounds(40) {
		p := pipeline.New(options(rnd)...)
		often := 1 + rnd.IntN(30)
		pause := func() func() {
			rnd, left := rand.New(rand.NewPCG(rnd.Uint64(), 0)), 20
			return func() {
				if left > 0 && rnd.IntN(often) == 0 {
					left--
					time.Sleep(time.Duration(rnd.IntN(3000)) * time.Microsecond)
				}
			}
		}
		total := 200 + rnd.IntN(20_000)
		tags := numbered(rnd, total, rnd.IntN(40))
		source, sleep := give(rnd, numbers(total), tags, 1+total/8), pause()
		s := pipeline.SourceTags(p, "source", func(ctx context.Context, dst []int) (int, []metadata.Tag, error) {
			sleep()
			return source(ctx, dst)
		})
		a := pipeline.Apply(p, "a", s, rated{sums{1 + rnd.IntN(40), 1}})
		b := pipeline.Apply(p, "b", s, blend1{})
		streams := []*pipeline.Stream[int]{a, b, pipeline.Join2(p, "join", a, b, blend2{}), pipeline.Apply(p, "c", b, blend1{})}
		got := make([]taken, len(streams))
		for i, s := range streams {
			take, sleep := got[i].take(rnd), pause()
			pipeline.SinkTags(p, fmt.Sprint("sink ", i), s, func(ctx context.Context, src []int, tags []metadata.Tag) (int, error) {
				sleep()
				return take(ctx, src, tags)
			})
		}
		require.NoError(t, run(t, p))
		for i, by := range []int{1, 1, 2, 1} {
			var want []placed
			for range by {
				want = append(want, tags...)
			}
			slices.SortStableFunc(got[i].tags, byPlace)
			require.Equal(t, merged(want), got[i].tags, "sink %d", i)
			require.Len(t, got[i].items, total)
		}
		require.Equal(t, numbers(total), got[1].items)
		for i, v := range got[2].items {
			require.Equal(t, got[0].items[i]+i, v)
		}
	}
}
