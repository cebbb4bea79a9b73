package dsp

import (
	"context"
	"fmt"
	"math"
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

// benchSets runs the block of each set of instructions.
func benchSets[In, Out any](b *testing.B, name string, fresh func(set isa) transformer[In, Out], src []In, bytes int) {
	for _, set := range sets() {
		b.Run(fmt.Sprintf("%s%v", name, set), func(b *testing.B) { bench(b, fresh(set), src, bytes) })
	}
}

// Beside the filters, the textbook loops and a copy of as many samples. Rates
// are those of the input.
func BenchmarkFIR(b *testing.B) {
	const n = 4096
	b.Run("copy", func(b *testing.B) { bench(b, duplicate{}, noise[complex64](n), 8) })
	for _, taps := range []int{16, 80, 640} {
		for _, decimation := range []int{1, 2, 10} {
			name := fmt.Sprintf("taps=%d/decimation=%d/", taps, decimation)
			h, x := noise[float32](taps), noise[complex64](n+taps-decimation)
			b.Run(name+"complex64/plain loop", func(b *testing.B) { bench(b, plain{h, decimation}, x, 8) })
			benchSets(b, name+"complex64/", func(set isa) transformer[complex64, complex64] {
				return newFIR[complex64](set, h, decimation)
			}, x, 8)
			benchSets(b, name+"float32/", func(set isa) transformer[float32, float32] {
				return newFIR[float32](set, h, decimation)
			}, noise[float32](len(x)), 4)
			c := noise[complex64](taps)
			b.Run(name+"complex taps/plain loop", func(b *testing.B) { bench(b, plainTaps{c, decimation}, x, 8) })
			benchSets(b, name+"complex taps/", func(set isa) transformer[complex64, complex64] {
				return newComplexFIR(set, c, decimation)
			}, x, 8)
		}
	}
}

type duplicate struct{}

func (duplicate) Transform(dst, src []complex64, _ bool) (int, int, error) {
	n := copy(dst, src)
	return n, n, nil
}

type plain struct {
	taps []float32
	step int
}

func (p plain) Transform(dst, src []complex64, _ bool) (int, int, error) {
	n := 0
	for ; n*p.step+len(p.taps) <= len(src); n++ {
		var re, im float32
		w := src[n*p.step:][:len(p.taps)]
		for k, t := range p.taps {
			re += real(w[k]) * t
			im += imag(w[k]) * t
		}
		dst[n] = complex(re, im)
	}
	return n, n * p.step, nil
}

type plainTaps struct {
	taps []complex64
	step int
}

func (p plainTaps) Transform(dst, src []complex64, _ bool) (int, int, error) {
	n := 0
	for ; n*p.step+len(p.taps) <= len(src); n++ {
		var sum complex64
		w := src[n*p.step:][:len(p.taps)]
		for k, t := range p.taps {
			sum += w[k] * t
		}
		dst[n] = sum
	}
	return n, n * p.step, nil
}

func BenchmarkResampler(b *testing.B) {
	h := KaiserLowPass(15e3, 19e3, 80, 3*256e3)
	benchSets(b, "3:16/", func(set isa) transformer[complex64, complex64] {
		return newResampler[complex64](set, 3, 16, h)
	}, noise[complex64](4096), 8)
	h = KaiserLowPass(0.4, 0.5, 60, 4)
	benchSets(b, "4:1/", func(set isa) transformer[complex64, complex64] {
		return newResampler[complex64](set, 4, 1, h)
	}, noise[complex64](4096), 8)
}

func BenchmarkShift(b *testing.B) {
	benchSets(b, "", func(set isa) transformer[complex64, complex64] {
		return newShift(set, 200e3, 1.024e6)
	}, noise[complex64](4096), 8)
}

func BenchmarkQuadratureDemod(b *testing.B) {
	benchSets(b, "", func(set isa) transformer[complex64, float32] {
		return newQuadratureDemod(set, 75e3, 256e3)
	}, noise[complex64](4096), 8)
}

// The chain of a narrow receiver, stage by stage and in one: a channel filter of
// 80 taps that keeps one in 10 samples, the demodulator, a sound filter of 60
// taps that keeps one in 5. Every rate is that of the samples at its beginning.
func BenchmarkFMChain(b *testing.B) {
	const n = 8192
	channelTaps, soundTaps := LowPass(Hamming(80), 100e3, 2.4e6), LowPass(Hamming(60), 16e3, 240e3)
	src := fm(func(n int) float64 { return math.Sin(2 * math.Pi * 1e3 / 2.4e6 * float64(n)) }, n+79, 75e3, 2.4e6, 1)
	for _, set := range sets() {
		channel, demod, sound := newFIR[complex64](set, channelTaps, 10), newQuadratureDemod(set, 75e3, 240e3), newFIR[float32](set, soundTaps, 5)
		filtered, message, out := make([]complex64, n), make([]float32, n), make([]float32, n)
		nf, _, _ := channel.Transform(filtered, src, false)
		nm, _, _ := demod.Transform(message, filtered[:nf], false)
		stage := func(name string, run func()) {
			b.Run(fmt.Sprintf("%s/%v", name, set), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
				b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
			})
		}
		stage("channel", func() { channel.Transform(filtered, src, false) })
		stage("demod", func() { demod.Transform(message, filtered[:nf], false) })
		stage("sound", func() { sound.Transform(out, message[:nm], false) })
		stage("all", func() {
			channel.Transform(filtered, src, false)
			demod.Transform(message, filtered[:nf], false)
			sound.Transform(out, message[:nm], false)
		})
	}
}

func BenchmarkFFT(b *testing.B) {
	for _, n := range []int{64, 1024, 4096, 65536} {
		benchSets(b, fmt.Sprintf("points=%d/", n), func(set isa) transformer[complex64, complex64] {
			return forwardOnly{newFFT(set, n)}
		}, noise[complex64](n), 8)
	}
}

type forwardOnly struct{ plan *FFT }

func (f forwardOnly) Transform(dst, src []complex64, _ bool) (int, int, error) {
	f.plan.Forward(dst[:len(src)], src)
	return len(src), len(src), nil
}

func BenchmarkSpectrum(b *testing.B) {
	s, src := NewSpectrum(Hann(4097)[:4096], 2048), noise[complex64](1<<16)
	b.SetBytes(int64(8 * len(src)))
	b.ReportAllocs()
	for b.Loop() {
		s.Write(context.Background(), src)
	}
	b.ReportMetric(float64(len(src))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
}

func BenchmarkGoertzel(b *testing.B) {
	bench(b, NewGoertzel[complex64](1000, 8000, 205), noise[complex64](4096), 8)
}

func BenchmarkAGC(b *testing.B) {
	bench(b, NewAGC[complex64](0.5, 0.01, 0.1, 1e4, 256e3), noise[complex64](4096), 8)
}

func BenchmarkMagnitude(b *testing.B) { bench(b, Magnitude{}, noise[complex64](4096), 8) }

func BenchmarkMagnitudeSquared(b *testing.B) { bench(b, MagnitudeSquared{}, noise[complex64](4096), 8) }

func BenchmarkPLL(b *testing.B) {
	bench(b, NewPLL(19e3, 10, 0.02, 256e3), noise[float32](4096), 4)
}

func BenchmarkDeEmphasis(b *testing.B) {
	bench(b, NewDeEmphasis[complex64](75e-6, 256e3), noise[complex64](4096), 8)
}
