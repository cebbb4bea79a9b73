package flow

import (
	"fmt"
	"math"

	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

const stages = 6

func random() []Work {
	const n = 5
	return []Work{{
		Name: fmt.Sprintf("random/pipes=%d/stages=%d", n, stages), Bytes: 4,
		Ours: func(samples int) (Result, error) {
			g := newGraph()
			for range n {
				s := zeros[float32](g, samples)
				for range stages {
					s = randomCopy(g, s, math.MaxInt)
				}
				drain(g, s, samples)
			}
			return g.run(n * samples)
		},
	}}
}

func filters() []Work {
	const n, taps, most = 4, 64, 512
	low := dsp.LowPass(dsp.Hamming(taps), 0.25, 1)
	return []Work{{
		Name: fmt.Sprintf("filters/pipes=%d/stages=%d", n, stages), Bytes: 4,
		Ours: func(samples int) (Result, error) {
			g := newGraph()
			for range n {
				s := zeros[float32](g, samples)
				for range stages {
					s = randomCopy(g, s, most)
					s = pipeline.Apply(g.Pipeline, g.name("filter"), s, dsp.NewFIR[float32](low, 1))
				}
				drain(g, s, windows(samples, stages*(taps-1)+1, 1))
			}
			return g.run(n * samples)
		},
	}}
}

// randomCopy puts a copy of a random count behind a stream: at least one sample
// a call, at most what is there and not more than most.
func randomCopy(g *graph, s *pipeline.Stream[float32], most int) *pipeline.Stream[float32] {
	name := g.name("random")
	state := uint64(g.blocks)
	return pipeline.Apply(g.Pipeline, name, s,
		pipeline.TransformFunc[float32, float32](func(dst, src []float32, _ bool) (nDst, nSrc int, err error) {
			n := min(len(dst), len(src), most)
			if n == 0 {
				return 0, 0, nil
			}
			state = state * 48271 % math.MaxInt32 // minstd, of Park and Miller, 1993
			n = copy(dst, src[:1+state%uint64(n)])
			return n, n, nil
		}))
}
