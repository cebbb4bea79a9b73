package modes_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// speed reports nanoseconds a sample and how many times faster than the air.
func speed(b *testing.B, samples int, rate float64) {
	perSample := b.Elapsed().Seconds() / float64(b.N) / float64(samples)
	b.ReportMetric(perSample*1e9, "ns/sample")
	b.ReportMetric(1/perSample/rate, "x-real-time")
}

func BenchmarkMagnitude(b *testing.B) {
	src, dst := make([]complex64, 4096), make([]float32, 4096)
	hiss(rand.New(rand.NewPCG(1, 2)), src, 1)
	for b.Loop() {
		modes.Magnitude{}.Transform(dst, src, false)
	}
	runtime.KeepAlive(&dst[0])
	speed(b, len(src), 2e6)
}

func BenchmarkDetector(b *testing.B) {
	noise := make([]complex64, 1<<18)
	hiss(rand.New(rand.NewPCG(1, 2)), noise, 1)
	run := func(name string, rate float64, m []float32) {
		b.Run(fmt.Sprintf("%s/rate=%.1fM", name, rate/1e6), func(b *testing.B) {
			d := detector(b, rate)
			out := make([]modes.Message, 1000)
			b.ReportAllocs()
			for b.Loop() {
				d.Transform(out, m, true)
			}
			speed(b, len(m), rate)
		})
	}
	run("noise", 2e6, magnitude(noise))
	run("noise", 2.4e6, magnitude(noise))
	run("busy", 2e6, magnitudes(b, "modes1_2M.cu8", iq.CU8))
}

func BenchmarkDecode(b *testing.B) {
	m := parse(b, airEven)
	for b.Loop() {
		m.Decode()
	}
}
