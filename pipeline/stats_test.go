package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// Two snapshots and what happened between them.
func ExampleStats_Since() {
	p := pipeline.New()
	numbers := pipeline.Source(p, "count", count(1000))
	var before, after pipeline.Stats
	pipeline.Sink(p, "sink", numbers, func(_ context.Context, src []int) (int, error) {
		before, after = after, p.Stats() // any goroutine may look, a block too
		return min(len(src), 100), nil
	})
	if err := p.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(after.Since(before).Blocks[1].In, "of", after.Blocks[1].In)
	fmt.Println(p.Stats().Streams[0].Items)
	// Output:
	// 100 of 900
	// 1000
}

func block(t *testing.T, s pipeline.Stats, name string) pipeline.BlockStats {
	t.Helper()
	for _, b := range s.Blocks {
		if b.Name == name {
			return b
		}
	}
	require.Fail(t, "no block "+name)
	return pipeline.BlockStats{}
}

func TestStatsBeforeAndAfterRun(t *testing.T) {
	p := pipeline.New()
	s := pipeline.Source(p, "count", count(50_000))
	even := pipeline.Apply(p, "copy", s, pipeline.Map(func(v int) int { return v })).Limit(1000)
	var first, second []int
	pipeline.Sink(p, "first", even, into(&first))
	pipeline.Sink(p, "second", even, into(&second))

	before := p.Stats()
	require.Equal(t, "built", before.State)
	require.Zero(t, before.Elapsed)
	require.Equal(t, pipeline.BlockStats{Name: "copy", Kind: "transform"}, before.Blocks[1])
	require.Equal(t, 1000, before.Streams[1].Limit)
	require.Zero(t, before.Streams[1].Items)

	require.NoError(t, run(t, p))
	after := p.Stats()
	require.Equal(t, "ended", after.State)
	require.Equal(t, after.Elapsed, p.Stats().Elapsed)
	for name, want := range map[string][2]uint64{"count": {0, 50_000}, "copy": {50_000, 50_000}, "first": {50_000, 0}, "second": {50_000, 0}} {
		b := block(t, after, name)
		require.Equal(t, want, [2]uint64{b.In, b.Out}, name)
		require.True(t, b.Ended, name)
		require.NotZero(t, b.Calls, name)
		require.NotZero(t, b.Working, name)
		require.NotZero(t, b.Run, name)
		require.InDelta(t, float64(b.In)/after.Elapsed.Seconds(), b.InRate, 1e-3)
	}
	for _, e := range after.Streams {
		require.Equal(t, uint64(50_000), e.Items)
		require.Zero(t, e.Fill)
		require.NotZero(t, e.MaxFill)
		require.GreaterOrEqual(t, e.Capacity, e.MaxFill)
		for _, r := range e.Readers {
			require.Equal(t, uint64(50_000), r.Items)
			require.True(t, r.Left)
		}
	}
	require.LessOrEqual(t, after.Streams[1].MaxFill, 1000)
	require.Equal(t, after.Blocks, after.Since(before).Blocks)
	require.Panics(t, func() { after.Since(pipeline.Stats{}) })
}

func TestStatsOfAGraphThatCannotRun(t *testing.T) {
	p := pipeline.New()
	pipeline.Source(p, "lonely", count(1))
	require.ErrorIs(t, run(t, p), pipeline.ErrGraph)
	s := p.Stats()
	require.Equal(t, "ended", s.State)
	require.Zero(t, s.Elapsed)
	require.Len(t, s.Streams, 1)
}

// consistent holds a snapshot against itself and against the one before.
func consistent(s, before pipeline.Stats) error {
	for i, e := range s.Streams {
		if e.Capacity != 0 && (e.Fill > e.Capacity || e.MaxFill > e.Capacity) || e.Fill > e.MaxFill {
			return fmt.Errorf("stream %q: fill %d, highest %d of %d", e.Name, e.Fill, e.MaxFill, e.Capacity)
		}
		for _, r := range e.Readers {
			if !r.Left && r.Items+uint64(r.Lag) != e.Items || r.Items > e.Items || r.Lag > e.Fill {
				return fmt.Errorf("stream %q: %d items; %+v", e.Name, e.Items, r)
			}
		}
		if e.Items < before.Streams[i].Items {
			return fmt.Errorf("stream %q: %d items after %d", e.Name, e.Items, before.Streams[i].Items)
		}
	}
	d := s.Since(before)
	for i, b := range d.Blocks {
		if b.In > 1<<62 || b.Out > 1<<62 || b.Calls > 1<<62 || b.Working < 0 || b.Starved < 0 || b.Full < 0 {
			return fmt.Errorf("block %q went back: %+v after %+v", b.Name, s.Blocks[i], before.Blocks[i])
		}
		if total := s.Blocks[i]; total.Starved+total.Full > s.Elapsed+time.Millisecond {
			return fmt.Errorf("block %q was blocked longer than it ran: %+v in %v", b.Name, total, s.Elapsed)
		}
	}
	return nil
}

// Snapshots from other goroutines while the pipeline begins, runs, hands blocks
// from one goroutine to another, and ends.
func TestSnapshotsWhileItRuns(t *testing.T) {
	p := pipeline.New(pipeline.WithRingSize(16 << 10))
	var snapshots atomic.Int64
	s := pipeline.Source(p, "count", func(ctx context.Context, dst []int) (int, error) {
		if snapshots.Load() > 5000 {
			return 0, io.EOF
		}
		return len(dst), nil
	})
	for i := range 3 {
		s = pipeline.Apply(p, fmt.Sprint("copy ", i), s, pipeline.Map(func(v int) int { return v }))
	}
	in, out := s.Input(), s
	var went uint64
	p.Go("go", func(ctx context.Context) error {
		for {
			src, err := in.Slice(ctx, 1)
			if err != nil {
				return eof(err)
			}
			went += uint64(len(src))
			if err := in.Consume(len(src)); err != nil {
				return err
			}
		}
	}, in)
	for i := range 2 {
		n := 0
		pipeline.Sink(p, fmt.Sprint("sink ", i), out, func(ctx context.Context, src []int) (int, error) {
			if n++; n%50 == 0 { // it waits, and others are taken from it
				for until := snapshots.Load() + 200; snapshots.Load() < until && ctx.Err() == nil; {
					runtime.Gosched()
				}
			}
			return len(src), nil
		})
	}
	ended := make(chan struct{})
	looks := make(chan error, 2)
	for range cap(looks) {
		go func() {
			before := p.Stats()
			for {
				now := p.Stats()
				if err := consistent(now, before); err != nil {
					looks <- err
					snapshots.Store(1 << 40)
					return
				}
				for i := 1; i < 4; i++ {
					if up, down := now.Streams[i-1], now.Streams[i]; up.Items < down.Items && now.State != "built" {
						looks <- fmt.Errorf("%d items were made of %d", down.Items, up.Items)
						snapshots.Store(1 << 40)
						return
					}
				}
				before = now
				snapshots.Add(1)
				_ = now.DOT() + now.Mermaid()
				select {
				case <-ended:
					looks <- nil
					return
				default:
				}
			}
		}()
	}
	require.NoError(t, complete(p))
	close(ended)
	for range cap(looks) {
		require.NoError(t, <-looks)
	}
	last := p.Stats()
	total := last.Streams[0].Items
	require.Equal(t, went, total)
	for _, e := range last.Streams {
		require.Equal(t, total, e.Items)
		for _, r := range e.Readers {
			require.Equal(t, total, r.Items)
		}
	}
}

func complete(p *pipeline.Pipeline) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return p.Run(ctx)
}

func TestStatsOfStreamsFromOutside(t *testing.T) {
	for _, readers := range []int{1, 2} {
		in, err := circular.New[int](1000)
		require.NoError(t, err)
		lossy := in.AddReader(circular.Lossy())
		out, err := circular.New[int](8000)
		require.NoError(t, err)
		result := out.AddReader()
		made := 0
		for made < 3*in.Cap() { // it loses the first two laps
			n := len(in.TrySlice())
			in.Produce(n)
			made += n
		}
		require.NoError(t, in.Close())

		p := pipeline.New()
		s := pipeline.From(p, "from", pipeline.Input[int](lossy))
		double := pipeline.Apply(p, "double", s, pipeline.Map(func(v int) int { return 2 * v }))
		pipeline.To(p, "to", double, pipeline.Output[int](out))
		if readers == 2 {
			pipeline.Sink(p, "seen", s, into(new([]int)))
			pipeline.Sink(p, "doubled", double, into(new([]int)))
		}
		require.NoError(t, run(t, p))
		got := uint64(result.Stats().Fill)
		require.NoError(t, result.Close())
		require.NotZero(t, got)

		st := p.Stats()
		require.Equal(t, "from", block(t, st, "from").Kind)
		require.Equal(t, "to", block(t, st, "to").Kind)
		require.Equal(t, got, block(t, st, "double").In)
		require.Equal(t, got, block(t, st, "double").Out)
		require.Equal(t, got, block(t, st, "to").In)
		require.Equal(t, uint64(made)-got, st.Streams[0].Lost)
		require.Equal(t, readers == 1, st.Streams[0].Capacity == 0)
	}
}

func TestStatsOfALimitInTime(t *testing.T) {
	p := pipeline.New()
	s := pipeline.Source(p, "count", count(50_000)).MaxLatency(time.Millisecond)
	pipeline.Sink(p, "sink", s, into(new([]int)))
	require.Zero(t, p.Stats().Streams[0].Limit)
	require.NoError(t, run(t, p))
	e := p.Stats().Streams[0]
	require.Equal(t, time.Millisecond, e.MaxLatency)
	require.NotZero(t, e.Limit)
}

// A block that nobody reads any more still makes, and that counts.
func TestStatsOfAStreamNobodyReads(t *testing.T) {
	p := pipeline.New()
	a, b := pipeline.Split(p, "split", pipeline.Source(p, "count", count(10_000)), both{})
	pipeline.Sink(p, "one", a, func(context.Context, []int) (int, error) { return 1, io.EOF })
	var all []int
	pipeline.Sink(p, "all", b, into(&all))
	require.NoError(t, run(t, p))
	s := p.Stats()
	require.Equal(t, uint64(20_000), block(t, s, "split").Out)
	require.Equal(t, uint64(1), block(t, s, "one").In)
	require.Equal(t, []int{0, 1}, []int{s.Streams[1].Output, s.Streams[2].Output})
}

// both copies to two outputs.
type both struct{}

func (both) Split(a, b, src []int, _ bool) (int, int, int, error) {
	n := min(len(a), len(b), len(src))
	return copy(a, src[:n]), copy(b, src[:n]), n, nil
}

func TestTagsAreCounted(t *testing.T) {
	p := pipeline.New()
	left := 10
	s := pipeline.SourceTags(p, "tagged", func(_ context.Context, dst []int) (int, []metadata.Tag, error) {
		if left--; left < 0 {
			return 0, nil, io.EOF
		}
		return 1, []metadata.Tag{{Key: "a"}, {Key: "b"}}, nil
	})
	pipeline.Sink(p, "sink", pipeline.Apply(p, "copy", s, pipeline.Map(func(v int) int { return v })), into(new([]int)))
	require.NoError(t, run(t, p))
	for _, e := range p.Stats().Streams {
		require.Equal(t, uint64(20), e.Tags)
	}
}

// Who waits is seen to wait while it does, not only afterwards.
func TestWaitsThatGoOn(t *testing.T) {
	p := pipeline.New(pipeline.WithRingSize(4096))
	enough := make(chan struct{})
	s, out := pipeline.NewStream[int](p, "slow")
	p.Go("slow", func(ctx context.Context) error { <-enough; return nil }, out)
	copied := pipeline.Apply(p, "copy", s, pipeline.Map(func(v int) int { return v }))
	in := copied.Input()
	p.Go("reader", func(ctx context.Context) error {
		_, err := in.Slice(ctx, 1)
		return eof(err)
	}, in)
	done := make(chan error)
	go func() { done <- complete(p) }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		s := p.Stats()
		if block(t, s, "copy").Starved > 0 && block(t, s, "reader").Starved > 0 {
			again := p.Stats()
			require.Greater(t, block(t, again, "copy").Starved, block(t, s, "copy").Starved)
			require.Greater(t, block(t, again, "reader").Starved, block(t, s, "reader").Starved)
			break
		}
		require.NoError(t, ctx.Err())
	}
	close(enough)
	require.NoError(t, <-done)
	require.Zero(t, block(t, p.Stats(), "copy").Full)
}

func TestStatsGoThroughJSON(t *testing.T) {
	p := pipeline.New()
	pipeline.Sink(p, "sink", pipeline.Source(p, "count", count(100)), into(new([]int)))
	require.NoError(t, run(t, p))
	want := p.Stats()
	text, err := json.Marshal(want)
	require.NoError(t, err)
	for _, name := range []string{`"working_ns":`, `"in_items_per_s":`, `"lag_ns":`, `"capacity_items":`} {
		require.Contains(t, string(text), name)
	}
	var got pipeline.Stats
	require.NoError(t, json.Unmarshal(text, &got))
	got.Taken, want.Taken = time.Time{}, time.Time{}
	require.Equal(t, want, got)
}

var errLook = errors.New("look")

func BenchmarkStats(b *testing.B) {
	p := pipeline.New()
	s := pipeline.Source(p, "zeros", func(ctx context.Context, dst []complex64) (int, error) {
		for b.Loop() {
			_ = p.Stats()
		}
		return 0, errLook
	})
	for i := range 8 {
		s = pipeline.Apply(p, fmt.Sprint("copy ", i), s, pipeline.TransformFunc[complex64, complex64](copies))
	}
	pipeline.Sink(p, "discard", s, discard)
	if err := p.Run(context.Background()); !errors.Is(err, errLook) {
		b.Fatal(err)
	}
}
