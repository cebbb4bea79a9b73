package dsp

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// bins measures src, written in one piece.
func bins(s *Spectrum, src []complex64) []float32 {
	s.Write(context.Background(), src)
	dst := make([]float32, s.Points())
	s.Bins(dst)
	return dst
}

func tone(n int, cycles float64, amplitude float64) []complex64 {
	s := make([]complex64, n)
	for i := range s {
		sin, cos := math.Sincos(2 * math.Pi * math.Mod(cycles*float64(i), 1))
		s[i] = complex(float32(amplitude*cos), float32(amplitude*sin))
	}
	return s
}

// A tone in the middle of a bin reads its level there, whatever the window and
// the overlap, and between bins its level less the scalloping loss.
func TestSpectrumOfTone(t *testing.T) {
	const n = 256
	for _, c := range []struct {
		name    string
		window  []float64
		scallop float64
	}{{"Hann", Hann(n + 1)[:n], 1.42}, {"Hamming", Hamming(n + 1)[:n], 1.75}, {"Blackman", Blackman(n + 1)[:n], 1.10}, {"rectangular", Kaiser(n, 0), 3.92}} {
		for _, overlap := range []int{0, 1, n / 2, n - 1} {
			for _, bin := range []int{0, 1, 100, 128, 200, 255} { // 128 is 0 Hz
				for _, dB := range []float64{0, -40} {
					at, level := float64(bin-n/2)/n, math.Pow(10, dB/20)
					got := bins(NewSpectrum(c.window, overlap), tone(5*n, at, level))
					if off := float64(got[bin]) - dB; math.Abs(off) > 0.001 {
						t.Fatalf("%s, overlap %d: %g dBFS in bin %d reads %g", c.name, overlap, dB, bin, got[bin])
					}
					if bin == 100 {
						got = bins(NewSpectrum(c.window, overlap), tone(5*n, at+0.5/n, level))
						if off := float64(got[bin]) - dB + c.scallop; math.Abs(off) > 0.05 {
							t.Fatalf("%s: half a bin off %g dBFS reads %g, want %g less", c.name, dB, got[bin], c.scallop)
						}
					}
				}
			}
		}
	}
}

// Beside a strong line nothing is seen of rounding.
func TestSpectrumFloor(t *testing.T) {
	const n, bin = 4096, 1000
	worst := math.Inf(-1)
	for k, dB := range bins(NewSpectrum(Hann(n + 1)[:n], n/2), tone(8*n, float64(bin-n/2)/n, 1)) {
		if k < bin-1 || k > bin+1 { // the window has three lines
			worst = max(worst, float64(dB))
		}
	}
	t.Logf("floor %.1f dBFS", worst)
	if worst > -140 {
		t.Errorf("%g dBFS beside a line of 0 dBFS, promised -140", worst)
	}
}

// White noise of power 1 has the density of 1/rate, and its bins scatter as
// promised.
func TestSpectrumOfNoise(t *testing.T) {
	const n, blocks, rate = 256, 400, 1e6
	rnd := rand.New(rand.NewPCG(11, 12))
	src := make([]complex64, n+(blocks-1)*n/2)
	for i := range src {
		src[i] = complex(float32(rnd.NormFloat64()/math.Sqrt2), float32(rnd.NormFloat64()/math.Sqrt2))
	}
	s := NewSpectrum(Hann(n + 1)[:n], n/2)
	if got := s.NoiseBandwidth(rate); math.Abs(got-1.5*rate/n) > 1e-3 {
		t.Errorf("noise bandwidth %g Hz under a Hann window, want %g", got, 1.5*rate/n)
	}
	want := -10 * math.Log10(rate)
	mean, scatter := 0.0, 0.0
	for _, dB := range bins(s, src) {
		off := float64(dB) - 10*math.Log10(s.NoiseBandwidth(rate)) - want
		mean += off / n
		scatter += off * off / n
	}
	if s.Blocks() != blocks {
		t.Errorf("%d blocks, want %d", s.Blocks(), blocks)
	}
	scatter = math.Sqrt(scatter)
	t.Logf("density off by %.3f dB, scatter %.3f dB", mean, scatter)
	if math.Abs(mean) > 0.05 || math.Abs(scatter*math.Sqrt(blocks)-4.5) > 0.5 {
		t.Errorf("density off by %g dB, scatter %g dB, want 0 and %g", mean, scatter, 4.5/math.Sqrt(blocks))
	}
}

func TestSpectrumBatches(t *testing.T) {
	src := noise[complex64](5000)
	want := bins(NewSpectrum(Hann(64), 20), src)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for _, limit := range []int{1, 7, 100, 1000} {
		s := NewSpectrum(Hann(64), 20)
		for rest := src; len(rest) > 0; {
			n := min(1+rnd.IntN(limit), len(rest))
			if used, err := s.Write(context.Background(), rest[:n]); used != n || err != nil {
				t.Fatalf("Write of %d = %d, %v", n, used, err)
			}
			rest = rest[n:]
		}
		for k, got := range bins(s, nil) {
			if !sameBits(got, want[k]) {
				t.Fatalf("pieces up to %d: bin %d is %g, all at once %g", limit, k, got, want[k])
			}
		}
	}
}

func TestSpectrumEdges(t *testing.T) {
	s := NewSpectrum(Hann(17)[:16], 8)
	for k, dB := range bins(s, make([]complex64, 15)) {
		if !math.IsInf(float64(dB), -1) {
			t.Fatalf("before the first block bin %d is %g", k, dB)
		}
	}
	bins(s, []complex64{1})
	if s.Blocks() != 1 {
		t.Errorf("%d blocks of 16 samples, want 1", s.Blocks())
	}
	s.Reset()
	if got := bins(s, nil)[3]; s.Blocks() != 0 || !math.IsInf(float64(got), -1) {
		t.Errorf("after Reset %d blocks, %g dBFS", s.Blocks(), got)
	}
	if bins(s, make([]complex64, 8)); s.Blocks() != 1 {
		t.Errorf("%d blocks of the overlap and 8 samples, want 1", s.Blocks())
	}
	src, dst := noise[complex64](100), make([]float32, 16)
	if n := testing.AllocsPerRun(10, func() { s.Write(context.Background(), src); s.Bins(dst) }); n != 0 {
		t.Errorf("%g allocations a call", n)
	}
	mustPanic(t, "overlap of all", func() { NewSpectrum(Hann(16), 16) })
	mustPanic(t, "negative overlap", func() { NewSpectrum(Hann(16), -1) })
	mustPanic(t, "odd length", func() { NewSpectrum(Hann(17), 0) })
	mustPanic(t, "window of zeros", func() { NewSpectrum(make([]float64, 16), 0) })
	mustPanic(t, "too few bins", func() { s.Bins(dst[:15]) })
}
