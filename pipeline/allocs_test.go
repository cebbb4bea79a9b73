package pipeline_test

import (
	"context"
	"io"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// TestCallsDoNotAllocate counts what is allocated between two calls of a sink,
// far apart. The supervisor allocates a little at each of its looks.
func TestCallsDoNotAllocate(t *testing.T) {
	for _, tagged := range []bool{false, true} {
		const warm, calls = 2000, 100_000
		p := pipeline.New(pipeline.WithMaxBatch(32))
		tags := []metadata.Tag{{Key: "n", Value: metadata.IntValue(7)}}
		if !tagged {
			tags = nil
		}
		s := pipeline.SourceTags(p, "source", func(_ context.Context, dst []int) (int, []metadata.Tag, error) {
			return len(dst), tags, nil
		})
		a := pipeline.Apply(p, "a", s, blend1{})
		b := pipeline.Apply(p, "b", s, &resampler{legs: []leg{{0, 1, 1}}, delay: -20})
		join := pipeline.Join2(p, "join", a, b, blend2{})
		left, right := pipeline.Split(p, "split", join, quotients{})
		var over atomic.Bool
		pipeline.Sink(p, "left", left, func(_ context.Context, src []int) (int, error) {
			if over.Load() {
				return len(src), io.EOF
			}
			return len(src), nil
		})
		var before, after runtime.MemStats
		n := 0
		pipeline.SinkTags(p, "right", right, func(_ context.Context, src []int, _ []metadata.Tag) (int, error) {
			switch n++; n {
			case warm:
				runtime.ReadMemStats(&before)
			case warm + calls:
				runtime.ReadMemStats(&after)
				over.Store(true)
				return len(src), io.EOF
			}
			return len(src), nil
		})
		require.NoError(t, run(t, p))
		perCall := float64(after.Mallocs-before.Mallocs) / calls
		t.Logf("tags %v: %.5f allocations a call of the sink", tagged, perCall)
		require.Less(t, perCall, 0.05)
	}
}
