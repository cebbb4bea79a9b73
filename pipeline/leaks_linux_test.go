package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/pipeline"
)

// held counts the mappings of files and the open files of the process.
func held(t *testing.T) (mappings, files int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	for line := range bytes.Lines(maps) {
		if fields := bytes.Fields(line); len(fields) > 4 && string(fields[4]) != "0" { // it has an inode
			mappings++
		}
	}
	open, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return mappings, len(open)
}

// TestNothingIsLeftBehind ends graphs in every way; run looks after goroutines.
func TestNothingIsLeftBehind(t *testing.T) {
	forever := func(_ context.Context, dst []int) (int, error) { return len(dst), nil }
	ways := map[string]func(t *testing.T){
		"end": func(t *testing.T) {
			p := pipeline.New()
			everyKind(p, count(10_000), "", nil)
			require.NoError(t, run(t, p))
		},
		"error": func(t *testing.T) {
			for _, who := range kinds {
				p := pipeline.New()
				everyKind(p, forever, who, &failing{calls: 5, err: errStop})
				require.ErrorIs(t, run(t, p), errStop)
			}
		},
		"panic": func(t *testing.T) {
			for _, who := range kinds {
				p := pipeline.New()
				everyKind(p, forever, who, &failing{calls: 5, err: errStop, panic: true})
				require.ErrorIs(t, run(t, p), errStop)
			}
		},
		"cancel": func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			p := pipeline.New()
			left := 100
			everyKind(p, func(_ context.Context, dst []int) (int, error) {
				if left--; left == 0 {
					cancel()
				}
				return len(dst), nil
			}, "", nil)
			require.ErrorIs(t, p.Run(ctx), context.Canceled)
		},
		"sink": func(t *testing.T) {
			p := pipeline.New()
			pipeline.Sink(p, "sink", pipeline.Apply(p, "same", pipeline.Source(p, "source", forever), blend1{}),
				func(context.Context, []int) (int, error) { return 1, io.EOF })
			require.NoError(t, run(t, p))
		},
		"rings that cannot be made": func(t *testing.T) {
			p := pipeline.New()
			s := pipeline.Apply(p, "same", pipeline.Source(p, "source", forever), blend1{})
			pipeline.Sink(p, "sink", pipeline.Apply(p, "needs", s.Limit(5), atLeast{items: 10}), discardAll)
			require.ErrorIs(t, run(t, p), pipeline.ErrTooSmall)
		},
		"wrong graph": func(t *testing.T) {
			p := pipeline.New()
			s := pipeline.Source(p, "source", forever)
			pipeline.Sink(p, "sink", s, discardAll)
			pipeline.Sink(p, "sink", s, discardAll)
			require.True(t, errors.Is(run(t, p), pipeline.ErrGraph))
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			way(t)
			mappings, files := held(t)
			for range 5 {
				way(t)
			}
			after, open := held(t)
			require.Equal(t, mappings, after, "mappings")
			require.Equal(t, files, open, "files")
		})
	}
}
