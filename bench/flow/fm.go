package flow

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// The chain of a receiver for broadcast FM, in Hz and samples.
const (
	fmRate      = 2.4e6
	fmDeviation = 75e3
	fmTone      = 1e3

	channelTaps, channelDecimation = 80, 10
	audioTaps, audioDecimation     = 60, 5
)

// signal returns 2^20 samples of the tone.
var signal = sync.OnceValue(func() []complex64 {
	s := make([]complex64, 1<<20)
	for i := range s {
		q, p := math.Sincos(fmDeviation / fmTone * math.Sin(2*math.Pi*fmTone*float64(i)/fmRate))
		s[i] = complex(float32(p), float32(q))
	}
	return s
})

func channelFilter() *dsp.FIR[complex64] {
	return dsp.NewFIR[complex64](dsp.LowPass(dsp.Hamming(channelTaps), 100e3, fmRate), channelDecimation)
}

func demodulator() *dsp.QuadratureDemod {
	return dsp.NewQuadratureDemod(fmDeviation, fmRate/channelDecimation)
}

func audioFilter() *dsp.FIR[float32] {
	return dsp.NewFIR[float32](dsp.LowPass(dsp.Hamming(audioTaps), 15e3, fmRate/channelDecimation), audioDecimation)
}

// audio returns how many samples come out: every block begins with its first
// full window.
func audio(samples int) int {
	samples = windows(samples, channelTaps, channelDecimation)
	samples = windows(samples, 2, 1)
	return windows(samples, audioTaps, audioDecimation)
}

// windows returns how many windows fit into so many samples.
func windows(samples, window, step int) int { return max(0, (samples-window+step)/step) }

func fm() []Work {
	return []Work{{
		Name: "fm", Bytes: sampleBytes,
		Ours: func(samples int) (Result, error) {
			g := newGraph()
			drain(g, receiver(g, samples), audio(samples))
			return g.run(samples)
		},
		Floor: floorFM,
	}}
}

// receiver is the chain without its sink.
func receiver(g *graph, samples int) *pipeline.Stream[float32] {
	s, at, left := signal(), 0, samples
	antenna := pipeline.Source(g.Pipeline, "antenna", func(_ context.Context, dst []complex64) (int, error) {
		n := copy(dst[:min(len(dst), left)], s[at:])
		at = (at + n) % len(s)
		left -= n
		return n, ended(left)
	})
	channel := pipeline.Apply(g.Pipeline, "channel", antenna, channelFilter())
	baseband := pipeline.Apply(g.Pipeline, "demodulate", channel, demodulator())
	return pipeline.Apply(g.Pipeline, "audio", baseband, audioFilter())
}

// floorFM is the same chain in a loop.
func floorFM(samples int) (Result, error) {
	s, got := signal(), 0
	channel := newStage(channelFilter())
	baseband := newStage(demodulator())
	out := newStage(audioFilter())
	start := time.Now()
	for done := 0; done < samples; {
		at := done % len(s)
		n := min(floorBatch, samples-done, len(s)-at)
		got += len(out.put(baseband.put(channel.put(s[at : at+n]))))
		done += n
	}
	r := Result{Samples: samples, Took: time.Since(start)}
	if want := audio(samples); got != want {
		return r, fmt.Errorf("%d samples came out, not %d", got, want)
	}
	return r, nil
}

// stage is a block called from a loop, by one goroutine.
type stage[In, Out any] struct {
	block pipeline.Transformer[In, Out]
	src   []In // what the block has left, and what is new
	dst   []Out
}

func newStage[In, Out any](block pipeline.Transformer[In, Out]) *stage[In, Out] {
	return &stage[In, Out]{block, make([]In, 0, 2*floorBatch), make([]Out, floorBatch)}
}

// put gives the block at most floorBatch items, which it does not multiply, and
// returns what it makes of them, valid until the next call.
func (s *stage[In, Out]) put(items []In) []Out {
	s.src = append(s.src, items...)
	nDst, nSrc, _ := s.block.Transform(s.dst, s.src, false)
	s.src = s.src[:copy(s.src, s.src[nSrc:])]
	return s.dst[:nDst]
}
