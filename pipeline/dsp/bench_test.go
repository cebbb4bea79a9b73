package dsp

import (
	"fmt"
	"testing"
)

// bench runs t over the same samples again and again.
func bench[In, Out any](b *testing.B, t transformer[In, Out], src []In, bytes int) {
	dst := make([]Out, 4*len(src))
	b.SetBytes(int64(len(src) * bytes))
	b.ReportAllocs()
	for b.Loop() {
		t.Transform(dst, src, false)
	}
	b.ReportMetric(float64(len(src))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
}

func benchFIR[T Sample](b *testing.B, kind string, bytes int) {
	for _, taps := range []int{16, 80, 81, 640} {
		for _, decimation := range []int{1, 2, 4, 10, 50} {
			for _, set := range sets() {
				b.Run(fmt.Sprintf("%s/taps=%d/decimation=%d/%v", kind, taps, decimation, set), func(b *testing.B) {
					bench(b, newFIR[T](set, noise[float32](taps), decimation), noise[T](4096+taps-1), bytes)
				})
			}
		}
	}
}
func BenchmarkFIR(b *testing.B) {
	benchFIR[complex64](b, "complex", 8)
	benchFIR[float32](b, "real", 4)
	for _, set := range sets() {
		for _, step := range []int{1, 10} {
			b.Run(fmt.Sprintf("turn/taps=80/decimation=%d/%v", step, set), func(b *testing.B) {
				k := newTurnKernel(set, noise[complex64](80), step)
				src := noise[complex64](4096 + 79)
				dst := make([]complex64, 4096/step)
				for b.Loop() {
					k(dst, src)
				}
				b.ReportMetric(float64(4096)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
			})
		}
	}
}

func BenchmarkResampler(b *testing.B) {
	for _, set := range sets() {
		b.Run(set.String(), func(b *testing.B) {
			bench(b, newResampler[complex64](set, 3, 16, KaiserLowPass(15e3, 19e3, 80, 3*256e3)), noise[complex64](4096), 8)
		})
	}
}

func BenchmarkFFT(b *testing.B) {
	for _, n := range []int{64, 256, 1024, 4096, 16384, 65536} {
		for _, set := range sets() {
			b.Run(fmt.Sprintf("points=%d/%v", n, set), func(b *testing.B) {
				f, src, dst := newFFT(set, n), noise[complex64](n), make([]complex64, n)
				b.SetBytes(int64(8 * n))
				b.ReportAllocs()
				for b.Loop() {
					f.Forward(dst, src)
				}
			})
		}
	}
}

func BenchmarkShift(b *testing.B) {
	for _, set := range sets() {
		b.Run(set.String(), func(b *testing.B) { bench(b, newShift(set, 200e3, 1.024e6), noise[complex64](4096), 8) })
	}
}

func BenchmarkQuadratureDemod(b *testing.B) {
	for _, set := range sets() {
		b.Run(set.String(), func(b *testing.B) {
			bench(b, newQuadratureDemod(set, 75e3, 256e3), noise[complex64](4096), 8)
		})
	}
}
