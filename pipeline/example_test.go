package pipeline_test

import (
	"context"
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless/pipeline"
)

// A graph of three blocks: ten numbers, their squares, and who prints them.
func Example() {
	p := pipeline.New()

	next := 0
	numbers := pipeline.Source(p, "count", func(_ context.Context, dst []int) (int, error) {
		n := min(len(dst), 10-next)
		for i := range dst[:n] {
			dst[i] = next
			next++
		}
		if next == 10 {
			return n, io.EOF
		}
		return n, nil
	})
	squares := pipeline.Apply(p, "square", numbers, pipeline.Map(func(v int) int { return v * v }))
	pipeline.Sink(p, "print", squares, func(_ context.Context, src []int) (int, error) {
		fmt.Println(src)
		return len(src), nil
	})

	fmt.Println(p.Run(context.Background()))
	// Output:
	// [0 1 4 9 16 25 36 49 64 81]
	// <nil>
}

// Two blocks read one stream: each sees every item, and none is copied.
func Example_fanOut() {
	p := pipeline.New()
	samples := pipeline.Source(p, "ramp", func(_ context.Context, dst []float32) (int, error) {
		return copy(dst, []float32{1, 2, 3, 4}), io.EOF
	})
	var sum, peak float32
	pipeline.Sink(p, "sum", samples, func(_ context.Context, src []float32) (int, error) {
		for _, v := range src {
			sum += v
		}
		return len(src), nil
	})
	pipeline.Sink(p, "peak", samples, func(_ context.Context, src []float32) (int, error) {
		for _, v := range src {
			peak = max(peak, v)
		}
		return len(src), nil
	})
	if err := p.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(sum, peak)
	// Output: 10 4
}
