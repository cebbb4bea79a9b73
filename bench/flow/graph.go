package flow

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/seed-ff569660/seamless/pipeline"
)

// graph is a pipeline whose sinks know what must arrive.
type graph struct {
	*pipeline.Pipeline
	blocks int
	checks []func() error
}

func newGraph() *graph { return &graph{Pipeline: pipeline.New()} }

// name returns a name for the next block.
func (g *graph) name(kind string) string {
	g.blocks++
	return fmt.Sprintf("%s %d", kind, g.blocks)
}

// run runs the graph, whose sources make so many samples together.
func (g *graph) run(samples int) (Result, error) {
	start := time.Now()
	err := g.Run(context.Background())
	r := Result{Samples: samples, Took: time.Since(start)}
	for _, check := range g.checks {
		if err != nil {
			break
		}
		err = check()
	}
	return r, err
}

// expect has the run fail unless *got is want in the end.
func (g *graph) expect(what string, got *int, want int) {
	g.checks = append(g.checks, func() error {
		if *got != want {
			return fmt.Errorf("%d %s arrived, not %d", *got, what, want)
		}
		return nil
	})
}

// zeros is a null source of so many samples, and its head.
func zeros[T any](g *graph, samples int) *pipeline.Stream[T] {
	source := pipeline.Source(g.Pipeline, g.name("zeros"), func(_ context.Context, dst []T) (int, error) {
		n := min(len(dst), samples)
		clear(dst[:n])
		samples -= n
		return n, ended(samples)
	})
	return copies(g, source, 1)
}

// ended returns what a source returns that has so many samples left.
func ended(left int) error {
	if left == 0 {
		return io.EOF
	}
	return nil
}

// copies puts n copies behind a stream.
func copies[T any](g *graph, s *pipeline.Stream[T], n int) *pipeline.Stream[T] {
	for range n {
		s = pipeline.Apply(g.Pipeline, g.name("copy"), s, duplicate[T]{})
	}
	return s
}

// duplicate copies all it can.
type duplicate[T any] struct{}

func (duplicate[T]) Transform(dst, src []T, _ bool) (nDst, nSrc int, err error) {
	n := copy(dst, src)
	return n, n, nil
}

// drain is a null sink: it counts, and expects so many samples.
func drain[T any](g *graph, s *pipeline.Stream[T], want int) {
	got := new(int)
	pipeline.Sink(g.Pipeline, g.name("drain"), s, func(_ context.Context, src []T) (int, error) {
		*got += len(src)
		return len(src), nil
	})
	g.expect("samples", got, want)
}
