package pipeline_test

import (
	"bytes"
	"context"
	"io"
	"runtime/pprof"
	"runtime/trace"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/pipeline"
)

// labels returns the lines of the goroutine profile with labels.
func labels() (lines []string) {
	var text strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&text, 1)
	for line := range strings.Lines(text.String()) {
		if strings.HasPrefix(line, "# labels:") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

func TestGoroutinesAreLabelled(t *testing.T) {
	for _, profiling := range []bool{false, true} {
		var opts []pipeline.Option
		if profiling {
			opts = append(opts, pipeline.WithProfiling())
		}
		p := pipeline.New(opts...)
		var inSource, inSink []string
		s := pipeline.Source(p, "source", func(context.Context, []int) (int, error) {
			inSource = labels()
			return 1, io.EOF
		})
		pipeline.Sink(p, "sink", s, func(context.Context, []int) (int, error) {
			inSink = labels()
			return 1, nil
		})
		drain(p, "go", s)
		var err error
		pprof.Do(context.Background(), pprof.Labels("user", "me"), func(ctx context.Context) { err = p.Run(ctx) })
		require.NoError(t, err)

		// To look takes long, so that one of the two may have got a run of its own.
		source := `# labels: {"blocks":"source(, sink)?", "run":"\d+", "user":"me"}`
		sink := `# labels: {"blocks":"(source, )?sink", "run":"\d+", "user":"me"}`
		if profiling {
			source = `# labels: {"block":"source", "user":"me"}`
			sink = `# labels: {"block":"sink", "user":"me"}`
		}
		require.Regexp(t, source, strings.Join(inSource, "\n"))
		require.Regexp(t, sink, strings.Join(inSink, "\n"))
	}
}

func TestCallsAreRegionsOfATrace(t *testing.T) {
	if trace.IsEnabled() {
		t.Skip("a trace is being taken")
	}
	var text bytes.Buffer
	require.NoError(t, trace.Start(&text))
	p := pipeline.New()
	s := pipeline.Apply(p, "a block with a name", pipeline.Source(p, "count", count(1000)), pipeline.Map(func(v int) int { return v }))
	in := s.Input()
	p.Go("go for it", func(ctx context.Context) error {
		_, err := in.Slice(ctx, 1000)
		return eof(err)
	}, in)
	err := run(t, p)
	trace.Stop()
	require.NoError(t, err)
	require.Contains(t, text.String(), "a block with a name")
	require.Contains(t, text.String(), "go for it")
}

// BenchmarkWatched is what it costs to label and trace calls, of which each
// moves one item.
func BenchmarkWatched(b *testing.B) {
	for _, mode := range []string{"off", "profiling", "trace"} {
		b.Run(mode, func(b *testing.B) {
			opts := []pipeline.Option{pipeline.WithMaxBatch(1)}
			switch mode {
			case "profiling":
				opts = append(opts, pipeline.WithProfiling())
			case "trace":
				if err := trace.Start(io.Discard); err != nil {
					b.Skip(err)
				}
				defer trace.Stop()
			}
			p := pipeline.New(opts...)
			s := pipeline.Apply(p, "copy", pipeline.Source(p, "zeros", zeros(b.N)), pipeline.TransformFunc[complex64, complex64](copies))
			pipeline.Sink(p, "discard", s, discard)
			b.ResetTimer()
			if err := p.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
		})
	}
}
