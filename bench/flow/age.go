package flow

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-ff569660/seamless/pipeline"
)

// chunk is how many samples a paced source makes at once, and of how many the
// sink looks at one.
const chunk = 256

func hops() []Work {
	return stamped("hop", []int{0, 1, 4, 8}, func(g *graph, now func() int64, samples int) *pipeline.Stream[int64] {
		return pipeline.Source(g.Pipeline, "clock", pacedStamps(now, samples))
	})
}

func ages() []Work {
	return stamped("age", []int{1, 4, 8}, func(g *graph, now func() int64, samples int) *pipeline.Stream[int64] {
		return pipeline.Source(g.Pipeline, "clock", stamps(now, samples))
	})
}

func stamped(kind string, ks []int, source func(g *graph, now func() int64, samples int) *pipeline.Stream[int64]) (works []Work) {
	for _, k := range ks {
		works = append(works, Work{
			Name: fmt.Sprintf("%s/copies=%d", kind, k), Unit: Microseconds, Bytes: sampleBytes,
			Ours: func(samples int) (Result, error) {
				samples -= samples % chunk
				if samples == 0 {
					return Result{}, fmt.Errorf("fewer samples than the %d of a chunk", chunk)
				}
				start := time.Now()
				now := func() int64 { return int64(time.Since(start)) }
				g := newGraph()
				ages := ageSink(g, copies(g, source(g, now, samples), k), now, samples)
				r, err := g.run(samples)
				if err == nil {
					slices.Sort(*ages)
					r.Age = time.Duration((*ages)[len(*ages)/2])
				}
				return r, err
			},
		})
	}
	return works
}

// stamps writes the time into as many samples as there is room for.
func stamps(now func() int64, left int) func(context.Context, []int64) (int, error) {
	return func(_ context.Context, dst []int64) (int, error) {
		n := min(len(dst), left)
		fill(dst[:n], now())
		left -= n
		return n, ended(left)
	}
}

// pacedStamps makes one chunk each millisecond and stamps it when it has woken
// up.
func pacedStamps(now func() int64, left int) func(context.Context, []int64) (int, error) {
	due := time.Now()
	timer := time.NewTimer(0)
	<-timer.C
	var stamp int64
	rest := 0 // of a chunk for which there was no room
	return func(ctx context.Context, dst []int64) (int, error) {
		if rest == 0 {
			due = due.Add(time.Millisecond)
			timer.Reset(time.Until(due))
			select {
			case <-timer.C:
			case <-ctx.Done():
				return 0, ctx.Err()
			}
			stamp, rest = now(), chunk
		}
		n := min(len(dst), rest)
		fill(dst[:n], stamp)
		rest -= n
		left -= n
		return n, ended(left)
	}
}

func fill(dst []int64, v int64) {
	for i := range dst {
		dst[i] = v
	}
}

// ageSink notes how old the first sample of every chunk is, in nanoseconds.
func ageSink(g *graph, s *pipeline.Stream[int64], now func() int64, samples int) *[]int64 {
	ages, got := make([]int64, 0, samples/chunk), 0
	pipeline.Sink(g.Pipeline, "age", s, func(_ context.Context, src []int64) (int, error) {
		time := now()
		for i := (chunk - got%chunk) % chunk; i < len(src); i += chunk {
			ages = append(ages, time-src[i])
		}
		got += len(src)
		return len(src), nil
	})
	g.expect("samples", &got, samples)
	return &ages
}
