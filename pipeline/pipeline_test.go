package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// count is a source of 0, 1, 2, … total-1.
func count(total int) func(context.Context, []int) (int, error) {
	next := 0
	return func(_ context.Context, dst []int) (int, error) {
		n := min(len(dst), total-next)
		for i := range dst[:n] {
			dst[i] = next
			next++
		}
		if next == total {
			return n, io.EOF
		}
		return n, nil
	}
}

// into collects a stream.
func into[T any](all *[]T) func(context.Context, []T) (int, error) {
	return func(_ context.Context, src []T) (int, error) {
		*all = append(*all, src...)
		return len(src), nil
	}
}

func run(t *testing.T, p *pipeline.Pipeline) error {
	t.Helper()
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	err := p.Run(ctx)
	require.NotErrorIs(t, err, context.DeadlineExceeded, "the pipeline hangs:\n%s", p.Dump())
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		require.True(t, time.Now().Before(end), "goroutines left behind")
	}
	return err
}

// sums is a block with history and a change of rate: output k is the sum of
// the width items from k*step on; at the end the rest is summed short.
type sums struct{ width, step int }

func (s sums) Transform(dst, src []int, atEOF bool) (nDst, nSrc int, err error) {
	for nDst < len(dst) {
		w := min(s.width, len(src)-nSrc)
		if w < s.width && !atEOF || w == 0 {
			break
		}
		dst[nDst] = 0
		for _, v := range src[nSrc : nSrc+w] {
			dst[nDst] += v
		}
		nDst++
		nSrc += min(s.step, len(src)-nSrc)
	}
	return nDst, nSrc, nil
}

func TestResultIsTheSameForEveryBatchAndRing(t *testing.T) {
	const total = 20_000
	var want []int
	for k := 0; k < total; k += 3 {
		sum := 0
		for i := k; i < min(k+80, total); i++ {
			sum += i
		}
		want = append(want, sum)
	}
	for _, batch := range []int{1, 2, 79, 80, 81, 1000, 0} {
		for _, ring := range []int{1, 64 << 10, 1 << 20} {
			for _, heap := range []bool{false, true} {
				opts := []pipeline.Option{pipeline.WithRingSize(ring)}
				if batch > 0 {
					opts = append(opts, pipeline.WithMaxBatch(batch))
				}
				if heap {
					opts = append(opts, pipeline.WithHeapRings())
				}
				p := pipeline.New(opts...)
				var got []int
				pipeline.Sink(p, "sink", pipeline.Apply(p, "sums", pipeline.Source(p, "count", count(total)), sums{80, 3}), into(&got))
				require.NoError(t, run(t, p))
				require.Equal(t, want, got, "batch %d ring %d heap %v", batch, ring, heap)
			}
		}
	}
}

func TestEmptyStream(t *testing.T) {
	p := pipeline.New()
	var got []int
	pipeline.Sink(p, "sink", pipeline.Apply(p, "sums", pipeline.Source(p, "count", count(0)), sums{3, 3}), into(&got))
	require.NoError(t, run(t, p))
	require.Empty(t, got)
}

func TestShortTailIsFlushedThroughEveryBlock(t *testing.T) {
	p := pipeline.New()
	s := pipeline.Source(p, "count", count(10))
	for i := range 5 {
		s = pipeline.Apply(p, fmt.Sprint("pass ", i), s, sums{1000, 1})
	}
	var got []int
	pipeline.Sink(p, "sink", s, into(&got))
	require.NoError(t, run(t, p))
	require.Len(t, got, 10)
	require.Equal(t, 9, got[9])
}

func TestErrorNamesItsBlock(t *testing.T) {
	boom := errors.New("boom")
	for _, where := range []string{"source", "block", "sink"} {
		for _, kind := range []string{"error", "panic"} {
			fail := func(name string) error {
				if name != where {
					return nil
				}
				if kind == "panic" {
					panic(boom)
				}
				return boom
			}
			p := pipeline.New()
			made := 0
			s := pipeline.Source(p, "source", func(_ context.Context, dst []int) (int, error) {
				if made += len(dst); made > 200_000 {
					return 0, fail("source")
				}
				return len(dst), nil
			})
			u := pipeline.Apply(p, "block", s, pipeline.TransformFunc[int, int](func(dst, src []int, _ bool) (int, int, error) {
				n := copy(dst, src)
				return n, n, fail("block")
			}))
			pipeline.Sink(p, "sink", u, func(_ context.Context, src []int) (int, error) { return len(src), fail("sink") })
			err := run(t, p)
			var be *pipeline.BlockError
			require.ErrorAs(t, err, &be, "%s in %s", kind, where)
			require.Equal(t, where, be.Block)
			require.ErrorIs(t, err, boom)
		}
	}
}

func TestFinishedSinkStopsItsSource(t *testing.T) {
	p := pipeline.New()
	forever := pipeline.Source(p, "forever", func(_ context.Context, dst []int) (int, error) { return len(dst), nil })
	s := pipeline.Apply(p, "copy", forever, pipeline.Map(func(v int) int { return v }))
	taken := 0
	pipeline.Sink(p, "few", s, func(_ context.Context, src []int) (int, error) {
		if taken += len(src); taken > 100_000 {
			return len(src), io.EOF
		}
		return len(src), nil
	})
	require.NoError(t, run(t, p))
}

func TestFinishedSinkEndsASourceThatWaits(t *testing.T) {
	p := pipeline.New()
	told := false
	s := pipeline.Source(p, "waits", func(ctx context.Context, dst []int) (int, error) {
		if !told {
			told = true
			return 1, nil
		}
		<-ctx.Done() // a receiver with nothing on the air
		return 0, ctx.Err()
	})
	pipeline.Sink(p, "one", s, func(_ context.Context, src []int) (int, error) { return 1, io.EOF })
	require.NoError(t, run(t, p))
}

func TestFinishedSinkLeavesOtherReadersAlone(t *testing.T) {
	p := pipeline.New(pipeline.WithRingSize(4096))
	s := pipeline.Source(p, "count", count(50_000))
	pipeline.Sink(p, "one", s, func(context.Context, []int) (int, error) { return 1, io.EOF })
	var all []int
	pipeline.Sink(p, "all", s, into(&all))
	require.NoError(t, run(t, p))
	require.Len(t, all, 50_000)
}

func TestBlockThatAsksForTooMuch(t *testing.T) {
	p := pipeline.New(pipeline.WithRingSize(4096))
	s := pipeline.Apply(p, "greedy", pipeline.Source(p, "count", count(100_000)), sums{width: 5000, step: 1})
	pipeline.Sink(p, "sink", s, func(_ context.Context, src []int) (int, error) { return len(src), nil })
	err := run(t, p)
	require.ErrorIs(t, err, pipeline.ErrTooSmall)
	require.ErrorIs(t, err, seamless.ErrExceedsCapacity)
	require.ErrorContains(t, err, `"greedy"`)
	items := 4096 / strconv.IntSize * 8
	require.ErrorContains(t, err, fmt.Sprintf("%d of %d", items+1, items))
}

func TestBlocksThatMakeNoProgress(t *testing.T) {
	p := pipeline.New()
	s := pipeline.Source(p, "nothing", func(context.Context, []int) (int, error) { return 0, nil })
	pipeline.Sink(p, "sink", s, func(_ context.Context, src []int) (int, error) { return len(src), nil })
	require.ErrorIs(t, run(t, p), pipeline.ErrNoProgress)

	p = pipeline.New()
	pipeline.Sink(p, "refuses", pipeline.Source(p, "count", count(10)), func(context.Context, []int) (int, error) { return 0, nil })
	err := run(t, p)
	require.ErrorIs(t, err, pipeline.ErrNoProgress)
	require.ErrorContains(t, err, "last 10 items")
}

func TestWrongCountsAreErrors(t *testing.T) {
	p := pipeline.New()
	s := pipeline.Source(p, "liar", func(_ context.Context, dst []int) (int, error) { return len(dst) + 1, nil })
	pipeline.Sink(p, "sink", s, func(_ context.Context, src []int) (int, error) { return len(src), nil })
	require.ErrorContains(t, run(t, p), `block "liar": it made`)
}

func TestStreamThatNobodyMakes(t *testing.T) {
	p := pipeline.New()
	s, _ := pipeline.NewStream[int](p, "orphan")
	pipeline.Sink(p, "sink", s, into(new([]int)))
	err := run(t, p)
	require.ErrorIs(t, err, pipeline.ErrGraph)
	require.ErrorContains(t, err, `nobody makes the stream "orphan", which block "sink" reads`)
}

func TestGraphErrors(t *testing.T) {
	p := pipeline.New()
	pipeline.Source(p, "lonely", count(1))
	require.ErrorIs(t, run(t, p), pipeline.ErrGraph)

	p = pipeline.New()
	s := pipeline.Source(p, "twin", count(1))
	pipeline.Sink(p, "twin", s, into(new([]int)))
	require.ErrorContains(t, run(t, p), `two blocks are named "twin"`)

	p = pipeline.New()
	pipeline.Sink(p, "sink", pipeline.Source(p, "count", count(1)), into(new([]int)))
	require.NoError(t, run(t, p))
	require.ErrorIs(t, run(t, p), pipeline.ErrGraph)

	p = pipeline.New()
	pipeline.Sink(p, "sink", pipeline.Source(p, "strings", func(context.Context, []string) (int, error) { return 0, io.EOF }), into(new([]string)))
	require.ErrorContains(t, run(t, p), `block "strings"`)
}

func TestCancel(t *testing.T) {
	p := pipeline.New()
	s := pipeline.Source(p, "forever", func(_ context.Context, dst []int) (int, error) { return len(dst), nil })
	ctx, cancel := context.WithCancel(context.Background())
	taken := 0
	pipeline.Sink(p, "sink", s, func(_ context.Context, src []int) (int, error) {
		if taken += len(src); taken > 1_000_000 {
			cancel()
		}
		return len(src), nil
	})
	require.ErrorIs(t, p.Run(ctx), context.Canceled)
}

func TestFromAndTo(t *testing.T) {
	for _, readers := range []int{1, 2} {
		in, err := circular.New[int](1000)
		require.NoError(t, err)
		out, err := circular.New[int](1000)
		require.NoError(t, err)
		result := out.AddReader()

		p := pipeline.New()
		s := pipeline.From(p, "from", pipeline.Input[int](in.AddReader()))
		double := pipeline.Apply(p, "double", s, pipeline.Map(func(v int) int { return 2 * v }))
		pipeline.To(p, "to", double, pipeline.Output[int](out))
		var seen, doubled []int
		if readers == 2 {
			pipeline.Sink(p, "seen", s, into(&seen))
			pipeline.Sink(p, "doubled", double, into(&doubled))
		}

		go func() {
			for i := range 5000 {
				d, err := in.Slice(context.Background(), 1)
				if err != nil {
					panic(err)
				}
				d[0] = i
				in.ProduceTags(1, metadata.Tag{Key: "i", Value: metadata.IntValue(i)})
			}
			in.Close()
		}()
		done := make(chan []int)
		go func() {
			var got []int
			var tags []metadata.Tag
			for batch, err := range result.Batches(context.Background(), 1) {
				if err != nil {
					panic(err)
				}
				tags = result.Tags(tags[:0])
				for i, v := range batch {
					if v != int(2*tags[i].Value.Int64()) || tags[i].Offset != i {
						panic(fmt.Sprint("item ", v, " with tag ", tags[i]))
					}
				}
				got = append(got, batch...)
			}
			done <- got
		}()
		require.NoError(t, run(t, p))
		got := <-done
		require.Len(t, got, 5000)
		require.Equal(t, 9998, got[4999])
		require.NoError(t, result.Close())
		if readers == 2 {
			require.Len(t, seen, 5000)
			require.Len(t, doubled, 5000)
		}
	}
}

func TestGoBlockWithTwoInputs(t *testing.T) {
	p := pipeline.New()
	a := pipeline.Source(p, "a", count(30_000)).Input()
	b := pipeline.Source(p, "b", count(20_000)).Input()
	sum, out := pipeline.NewStream[int](p, "add")
	p.Go("add", func(ctx context.Context) error {
		for {
			x, err := a.Slice(ctx, 1)
			if err != nil {
				return eof(err)
			}
			y, err := b.Slice(ctx, 1)
			if err != nil {
				return eof(err)
			}
			z, err := out.Slice(ctx, 1)
			if err != nil {
				return err
			}
			n := min(len(x), len(y), len(z))
			for i := range n {
				z[i] = x[i] + y[i]
			}
			out.ProduceTags(n)
			if err := errors.Join(a.Consume(n), b.Consume(n)); err != nil {
				return err
			}
		}
	}, a, b, out)
	var got []int
	pipeline.Sink(p, "sink", sum, into(&got))
	require.NoError(t, run(t, p))
	require.Len(t, got, 20_000)
	require.Equal(t, 2*19_999, got[19_999])
}

func eof(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

func TestNoTagIsLostOrDoubled(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	for range 20 {
		width, step := 1+rnd.IntN(50), 1+rnd.IntN(10)
		total := 1 + rnd.IntN(20_000)
		p := pipeline.New(pipeline.WithMaxBatch(1+rnd.IntN(500)), pipeline.WithRingSize(8192))
		s, out := pipeline.NewStream[int](p, "tagged")
		want := 0
		every := 1 + rnd.IntN(40)
		p.Go("tagged", func(ctx context.Context) error {
			for i := range total {
				d, err := out.Slice(ctx, 1)
				if err != nil {
					return err
				}
				d[0] = i
				if i%every == 0 && i < total-width {
					out.ProduceTags(1, metadata.Tag{Key: "n", Value: metadata.IntValue(want)})
					want++
				} else {
					out.ProduceTags(1)
				}
			}
			return nil
		}, out)
		in := pipeline.Apply(p, "sums", s, sums{width, step}).Input()
		next := 0
		p.Go("check", func(ctx context.Context) error {
			var tags []metadata.Tag
			for {
				src, err := in.Slice(ctx, 1)
				if err != nil {
					return eof(err)
				}
				n := 1 + len(src)/2
				n = min(n, len(src))
				for _, tag := range in.Tags(tags[:0]) {
					if tag.Offset >= n {
						break
					}
					if v := int(tag.Value.Int64()); v != next {
						return fmt.Errorf("tag %d where %d was due", v, next)
					}
					next++
				}
				if err := in.Consume(n); err != nil {
					return err
				}
			}
		}, in)
		require.NoError(t, run(t, p))
		require.Equal(t, want, next)
	}
}
