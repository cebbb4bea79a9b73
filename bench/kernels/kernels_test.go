package kernels

import (
	"fmt"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline/dsp"
	"gonum.org/v1/gonum/dsp/fourier"
)

func noise(n int) []complex64 {
	rnd := rand.New(rand.NewPCG(1, 2))
	s := make([]complex64, n)
	for i := range s {
		s[i] = complex(2*rnd.Float32()-1, 2*rnd.Float32()-1)
	}
	return s
}

func wide(src []complex64) []complex128 {
	dst := make([]complex128, len(src))
	for i, x := range src {
		dst[i] = complex128(x)
	}
	return dst
}

// Both transforms come to the same, so that what is compared is one work.
func TestFFTsAgree(t *testing.T) {
	for _, n := range []int{64, 4096} {
		src, ours := noise(n), make([]complex64, n)
		dsp.NewFFT(n).Forward(ours, src)
		theirs := fourier.NewCmplxFFT(n).Coefficients(nil, wide(src))
		for k := range ours {
			if off := cmplx.Abs(complex128(ours[k]) - theirs[k]); off > 1e-4 {
				t.Fatalf("%d points: bin %d is %v here and %v there", n, k, ours[k], theirs[k])
			}
		}
	}
}

func BenchmarkFFT(b *testing.B) {
	for _, n := range []int{64, 1024, 4096, 65536} {
		src := noise(n)
		b.Run(fmt.Sprintf("points=%d/peer=dsp", n), func(b *testing.B) {
			plan, dst := dsp.NewFFT(n), make([]complex64, n)
			b.ReportAllocs()
			for b.Loop() {
				plan.Forward(dst, src)
			}
		})
		b.Run(fmt.Sprintf("points=%d/peer=gonum", n), func(b *testing.B) {
			plan, dst, src := fourier.NewCmplxFFT(n), make([]complex128, n), wide(src)
			b.ReportAllocs()
			for b.Loop() {
				plan.Coefficients(dst, src)
			}
		})
	}
}

// filter is a textbook loop: taps in the order of the samples of a window.
func filter(dst, src []complex64, taps []float32, step int) {
	for n := range dst {
		var re, im float32
		w := src[n*step:][:len(taps)]
		for k, t := range taps {
			re += real(w[k]) * t
			im += imag(w[k]) * t
		}
		dst[n] = complex(re, im)
	}
}

// filterComplex is filter for complex taps.
func filterComplex(dst, src, taps []complex64, step int) {
	for n := range dst {
		var sum complex64
		w := src[n*step:][:len(taps)]
		for k, t := range taps {
			sum += w[k] * t
		}
		dst[n] = sum
	}
}

// BenchmarkFIR counts samples of the input.
func BenchmarkFIR(b *testing.B) {
	const taps, n = 80, 8000
	src, h := noise(n+taps), dsp.LowPass(dsp.Hamming(taps), 0.04, 1)
	hc := noise(taps)
	for _, step := range []int{1, 10} {
		dst := make([]complex64, n/step)
		fir, complexFIR := dsp.NewFIR[complex64](h, step), dsp.NewComplexFIR(hc, step)
		run := func(name string, f func()) {
			b.Run(fmt.Sprintf("taps=80/decimation=%d/%s", step, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
				b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
			})
		}
		run("real/peer=dsp", func() { fir.Transform(dst, src, false) })
		run("real/peer=loop", func() { filter(dst, src, h, step) })
		run("complex/peer=dsp", func() { complexFIR.Transform(dst, src, false) })
		run("complex/peer=loop", func() { filterComplex(dst, src, hc, step) })
	}
}
