package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/shmlink"
)

// A graph goes on in another process: here in another pipeline, over the same
// memory and the same words. Errors arrive as their texts.
func TestGraphsAcrossProcesses(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for _, broken := range []bool{false, true} {
		name := fmt.Sprint("graph-", os.Getpid(), broken)
		w, err := shmlink.Create[int32](name, 4096)
		require.NoError(t, err)
		r, err := shmlink.Open[int32](context.Background(), name)
		require.NoError(t, err)

		const total = 300_000
		made := 0
		first := pipeline.New()
		s := pipeline.SourceTags(first, "count", func(_ context.Context, dst []int32) (int, []metadata.Tag, error) {
			n := min(len(dst), total-made)
			var tags []metadata.Tag
			for i := range dst[:n] {
				if dst[i] = int32(made + i); dst[i]%1000 == 0 {
					tags = append(tags, metadata.New(i, "thousand", int64(dst[i])))
				}
			}
			if made += n; made < total {
				return n, tags, nil
			}
			if broken {
				return n, tags, errors.New("out of paper")
			}
			return n, tags, io.EOF
		})
		pipeline.To(first, "out", s, w)

		second := pipeline.New()
		in := pipeline.From(second, "in", r)
		double := pipeline.Apply(second, "double", in, pipeline.Map(func(v int32) int32 { return 2 * v }))
		got, thousands := 0, 0
		pipeline.SinkTags(second, "check", double, func(_ context.Context, src []int32, tags []metadata.Tag) (int, error) {
			for i, v := range src {
				if v != int32(2*(got+i)) {
					return 0, fmt.Errorf("%d at %d", v, got+i)
				}
			}
			for _, tag := range tags {
				if int64(got+tag.Offset) != tag.Value.Int64() {
					return 0, fmt.Errorf("tag %v at %d", tag, got)
				}
				thousands++
			}
			got += len(src)
			return len(src), nil
		})
		done := make(chan error, 1)
		go func() { done <- second.Run(context.Background()) }()
		sent := first.Run(context.Background())
		received := <-done
		if broken {
			require.ErrorContains(t, sent, "out of paper")
			require.ErrorContains(t, received, "out of paper")
			continue
		}
		require.NoError(t, sent)
		require.NoError(t, received)
		require.Equal(t, total, got)
		require.Equal(t, total/1000, thousands)
	}
}
