package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline"
)

// zeros is a source of total items.
func zeros(total int) func(context.Context, []complex64) (int, error) {
	return func(_ context.Context, dst []complex64) (int, error) {
		n := min(len(dst), total)
		clear(dst[:n])
		if total -= n; total == 0 {
			return n, io.EOF
		}
		return n, nil
	}
}

func copies(dst, src []complex64, _ bool) (int, int, error) {
	n := copy(dst, src)
	return n, n, nil
}

func discard(_ context.Context, src []complex64) (int, error) { return len(src), nil }

// BenchmarkChain moves items from a source through copies to a sink; one
// operation is an item.
func BenchmarkChain(b *testing.B) {
	for _, k := range []int{0, 1, 2, 4, 8} {
		b.Run(fmt.Sprintf("copies=%d", k), func(b *testing.B) {
			p := pipeline.New()
			s := pipeline.Source(p, "zeros", zeros(b.N))
			for i := range k {
				s = pipeline.Apply(p, fmt.Sprint("copy ", i), s, pipeline.TransformFunc[complex64, complex64](copies))
			}
			pipeline.Sink(p, "discard", s, discard)
			b.SetBytes(8)
			b.ResetTimer()
			if err := p.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkFanOut moves items from a source through n branches of a copy and a
// sink; one operation is an item at the source.
func BenchmarkFanOut(b *testing.B) {
	for _, n := range []int{1, 2, 4, 8} {
		b.Run(fmt.Sprintf("branches=%d", n), func(b *testing.B) {
			p := pipeline.New()
			s := pipeline.Source(p, "zeros", zeros(b.N))
			for i := range n {
				pipeline.Sink(p, fmt.Sprint("discard ", i), pipeline.Apply(p, fmt.Sprint("copy ", i), s, pipeline.TransformFunc[complex64, complex64](copies)), discard)
			}
			b.SetBytes(8)
			b.ResetTimer()
			if err := p.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// churn is a block that computes for some nanoseconds an item.
func churn(dst, src []complex64, _ bool) (int, int, error) {
	n := min(len(dst), len(src))
	for i, v := range src[:n] {
		x := real(v)
		for range 8 {
			x = x*0.999 + 0.5
		}
		dst[i] = complex(x, imag(v))
	}
	return n, n, nil
}

// BenchmarkWork moves items through four blocks that compute, which pays to
// share out among two processors; one operation is an item.
func BenchmarkWork(b *testing.B) {
	p := pipeline.New()
	s := pipeline.Source(p, "zeros", zeros(b.N))
	for i := range 4 {
		s = pipeline.Apply(p, fmt.Sprint("churn ", i), s, pipeline.TransformFunc[complex64, complex64](churn))
	}
	pipeline.Sink(p, "discard", s, discard)
	b.ResetTimer()
	if err := p.Run(context.Background()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkGoroutines is BenchmarkChain with a goroutine for each block.
func BenchmarkGoroutines(b *testing.B) {
	for _, k := range []int{1, 2, 4, 8} {
		b.Run(fmt.Sprintf("copies=%d", k), func(b *testing.B) {
			p := pipeline.New()
			s, out := pipeline.NewStream[complex64](p, "zeros")
			p.Go("zeros", func(ctx context.Context) error {
				read := zeros(b.N)
				for {
					dst, err := out.Slice(ctx, 1)
					if err != nil {
						return err
					}
					n, err := read(ctx, dst[:min(len(dst), 16384)])
					out.ProduceTags(n)
					if err != nil {
						return nil
					}
				}
			}, out)
			for i := range k {
				in := s.Input()
				next, out := pipeline.NewStream[complex64](p, fmt.Sprint("copy ", i))
				p.Go(fmt.Sprint("copy ", i), func(ctx context.Context) error {
					for {
						src, err := in.Slice(ctx, 1)
						if err != nil {
							return eof(err)
						}
						dst, err := out.Slice(ctx, 1)
						if err != nil {
							return err
						}
						n := copy(dst, src[:min(len(src), 16384)])
						out.ProduceTags(n)
						if err := in.Consume(n); err != nil {
							return err
						}
					}
				}, in, out)
				s = next
			}
			drain(p, "discard", s)
			b.SetBytes(8)
			b.ResetTimer()
			if err := p.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
		})
	}
}
