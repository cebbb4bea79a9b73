package pipeline_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/pipeline"
)

// TestLatencyIsKept has a sink read 1000 items every 10 ms, of a source that
// could fill any ring. The clock is the bubble's: items carry the time they
// were made at.
func TestLatencyIsKept(t *testing.T) {
	const rate, allowed = 100_000, 50 * time.Millisecond
	for _, own := range []bool{false, true} { // the source has a goroutine of its own
		synctest.Test(t, func(t *testing.T) {
			p := pipeline.New()
			start := time.Now()
			var s *pipeline.Stream[int64]
			if own {
				stream, out := pipeline.NewStream[int64](p, "stamps")
				p.Go("stamps", func(ctx context.Context) error {
					for {
						dst, err := out.Slice(ctx, 1)
						if err != nil {
							return err
						}
						dst[0] = int64(time.Since(start))
						out.ProduceTags(1)
					}
				}, out)
				s = stream
			} else {
				s = pipeline.Source(p, "stamps", func(_ context.Context, dst []int64) (int, error) {
					for i := range dst {
						dst[i] = int64(time.Since(start))
					}
					return len(dst), nil
				})
			}
			s = pipeline.Apply(p, "same", s.MaxLatency(allowed/2), pipeline.Map(func(v int64) int64 { return v })).MaxLatency(allowed / 2)
			in := s.Input()
			var oldest time.Duration
			ctx, cancel := context.WithCancel(context.Background())
			p.Go("sink", func(ctx context.Context) error {
				for n := range 300 {
					src, err := in.Slice(ctx, rate/100)
					if err != nil {
						return err
					}
					if age := time.Since(start) - time.Duration(src[0]); n > 200 {
						oldest = max(oldest, age)
					}
					if err := in.Consume(rate / 100); err != nil {
						return err
					}
					time.Sleep(10 * time.Millisecond) // of the bubble's clock
				}
				cancel()
				return nil
			}, in)
			require.ErrorIs(t, p.Run(ctx), context.Canceled)
			require.Positive(t, oldest, "the sink never kept the source waiting")
			require.LessOrEqual(t, oldest, allowed+10*time.Millisecond) // the sink takes an age of its own
		})
	}
}
