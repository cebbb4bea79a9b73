package dsp

import (
	"math"
	"math/cmplx"
	"testing"
)

func TestGoertzelReference(t *testing.T) {
	const rate = 8000
	for _, block := range []int{1, 2, 205, 100000} {
		for _, f := range []float64{0, 0.01, 1, 697, -1633, 3999.9, 4000, -4000} {
			src := noise[complex64](2*block + block/2)
			got := whole(t, NewGoertzel[complex64](f, rate, block), src)
			if len(got) != 2 {
				t.Fatalf("%d blocks of %d samples, want 2", len(got), block)
			}
			for b, y := range got {
				var want complex128
				for n, x := range src[b*block:][:block] {
					want += complex128(x) * cmplx.Rect(1/float64(block), -2*math.Pi*math.Mod(f/rate*float64(n), 1))
				}
				if d := cmplx.Abs(complex128(y) - want); d > 1e-6 {
					t.Errorf("%g Hz, block %d of %d samples: %v, want %v (off by %g)", f, b, block, y, want, d)
				}
			}
		}
	}
}

// The tones of a telephone's key 5: both there, the others not.
func TestGoertzelKeys(t *testing.T) {
	const rate, block = 8000, 205
	src := make([]float32, 2*block)
	for n := range src {
		w := 2 * math.Pi * float64(n) / rate
		src[n] = float32(0.5*math.Cos(770*w) + 0.5*math.Cos(1336*w))
	}
	for _, f := range []float64{697, 770, 852, 941, 1209, 1336, 1477, 1633} {
		for b, y := range whole(t, NewGoertzel[float32](f, rate, block), src) {
			level := 2 * cmplx.Abs(complex128(y))
			if there := f == 770 || f == 1336; there != (level > 0.4) || !there && level > 0.1 {
				t.Errorf("%g Hz in block %d: amplitude %.3f", f, b, level)
			}
		}
	}
}

func TestGoertzelBatches(t *testing.T) {
	checkBatches(t, func() transformer[complex64, complex64] { return NewGoertzel[complex64](1000, 8000, 37) }, noise[complex64](2000))
	checkBatches(t, func() transformer[float32, complex64] { return NewGoertzel[float32](1000, 8000, 37) }, noise[float32](2000))
	mustPanic(t, "beyond half the rate", func() { NewGoertzel[float32](4001, 8000, 10) })
	mustPanic(t, "empty block", func() { NewGoertzel[float32](1, 8000, 0) })
}
