package dsp

import (
	"fmt"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

// firReference is the definition, in double precision, and the sum of
// |tap·sample| that errors are measured by.
func firReference[T, C Sample](taps []C, decimation int, src []T) (out []complex128, size []float64) {
	for n := len(taps) - 1; n < len(src); n += decimation {
		var sum complex128
		var abs float64
		for k, t := range taps {
			product := wide(t) * wide(src[n-k])
			sum += product
			abs += cmplx.Abs(product)
		}
		out, size = append(out, sum), append(size, abs)
	}
	return out, size
}

// checkFIR compares fresh filters with the definition, at lengths about those
// of a window and of a block.
func checkFIR[T, C Sample](t *testing.T, h []C, decimation int, fresh func() *FIR[T]) {
	taps := len(h)
	worst := 0.0
	for _, n := range []int{0, 1, taps - 1, taps, taps + 1, taps + decimation, taps + 4*decimation, taps + 31*decimation, taps + 64*decimation, 1500} {
		src := noise[T](n)
		got := whole(t, fresh(), src)
		want, size := firReference(h, decimation, src)
		if len(got) != len(want) {
			t.Fatalf("%d samples gave %d outputs, want %d", n, len(got), len(want))
		}
		for i := range got {
			off := cmplx.Abs(wide(got[i])-want[i]) / size[i]
			if !(off <= float64(taps+2)*6e-8) {
				t.Fatalf("%d samples: output %d is %v, want %v (off by %g of %g)", n, i, got[i], want[i], off, size[i])
			}
			worst = max(worst, off)
		}
	}
	if limit := float64(taps+2) * 6e-8; worst > limit/10 && taps > 50 {
		t.Errorf("off by %.2g, more than a tenth of %.2g", worst, limit)
	}
	checkBatches(t, func() transformer[T, T] { return fresh() }, noise[T](max(777, 70*decimation)))
}

// eachFIR names the filters worth a look: the taps fill registers or do not, in
// fours, pairs and alone, and windows overlap or do not.
func eachFIR(t *testing.T, set isa, f func(t *testing.T, taps, decimation int)) {
	for _, taps := range []int{1, 2, 3, 7, 8, 9, 16, 31, 81, 165} {
		for _, decimation := range []int{1, 2, 4, 5, 100} {
			t.Run(fmt.Sprintf("taps=%d/decimation=%d", taps, decimation), func(t *testing.T) { f(t, taps, decimation) })
		}
	}
}

func testFIR[T Sample](t *testing.T, set isa) {
	eachFIR(t, set, func(t *testing.T, taps, decimation int) {
		h := noise[float32](taps)
		checkFIR(t, h, decimation, func() *FIR[T] { return newFIR[T](set, h, decimation) })
	})
}

func TestFIRReal(t *testing.T)    { eachSet(t, testFIR[float32]) }
func TestFIRComplex(t *testing.T) { eachSet(t, testFIR[complex64]) }

func TestComplexFIR(t *testing.T) {
	eachSet(t, func(t *testing.T, set isa) {
		eachFIR(t, set, func(t *testing.T, taps, decimation int) {
			h := noise[complex64](taps)
			checkFIR(t, h, decimation, func() *FIR[complex64] { return newComplexFIR(set, h, decimation) })
		})
	})
}

// Any taps, any decimation, any length.
func TestFIRRandom(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 100 {
		taps, decimation, n := 1+rnd.IntN(400), 1+rnd.IntN(1+rnd.IntN(64)), rnd.IntN(3000)
		h, src := noise[complex64](taps), noise[complex64](n)
		want, size := firReference(h, decimation, src)
		for _, set := range sets() {
			got := drive(t, newComplexFIR(set, h, decimation), src, func() int { return 1 + rnd.IntN(1000) })
			if len(got) != len(want) {
				t.Fatalf("%v, %d taps, decimation %d: %d samples gave %d outputs, want %d", set, taps, decimation, n, len(got), len(want))
			}
			for i := range got {
				if off := cmplx.Abs(wide(got[i]) - want[i]); !(off <= float64(taps+2)*6e-8*size[i]) {
					t.Fatalf("%v, %d taps, decimation %d: output %d of %d samples is off by %g of %g", set, taps, decimation, i, n, off, size[i])
				}
			}
		}
	}
}

// Batches too long for one go give what short ones give.
func TestLongBatches(t *testing.T) {
	eachSet(t, func(t *testing.T, set isa) {
		h, src := noise[float32](81), noise[complex64](40000)
		checkBatches(t, func() transformer[complex64, complex64] { return newFIR[complex64](set, h, 1) }, src[:9000])
		checkBatches(t, func() transformer[complex64, complex64] { return newFIR[complex64](set, h, 3) }, src)
		checkBatches(t, func() transformer[complex64, complex64] { return newResampler[complex64](set, 7, 3, h) }, src[:4000])
	})
}

// A sample that is not a number spoils the outputs whose window it lies in, and
// none beside them, wherever the blocks lie.
func TestFIRKeepsNaNInItsWindow(t *testing.T) {
	eachSet(t, func(t *testing.T, set isa) {
		const n, at = 400, 150
		nan := cmplx.NaN()
		for _, taps := range []int{1, 5, 16, 81} {
			for _, decimation := range []int{1, 3, 20} {
				src := noise[complex64](n)
				src[at] = complex64(nan)
				for i, y := range whole(t, newFIR[complex64](set, noise[float32](taps), decimation), src) {
					within := i*decimation <= at && at < i*decimation+taps
					if cmplx.IsNaN(complex128(y)) != within {
						t.Fatalf("%d taps, decimation %d: output %d is %v", taps, decimation, i, y)
					}
				}
			}
		}
	})
}

func TestFIRArguments(t *testing.T) {
	mustPanic(t, "no taps", func() { NewFIR[float32](nil, 1) })
	mustPanic(t, "decimation 0", func() { NewFIR[float32]([]float32{1}, 0) })
	mustPanic(t, "no complex taps", func() { NewComplexFIR(nil, 1) })
	h := []float32{1, 2, 1}
	f := NewFIR[float32](h, 3)
	h[0] = 9
	if got := whole(t, f, []float32{1, 0, 0}); got[0] != 1 {
		t.Errorf("taps were not copied: %v", got)
	}
	if f.Taps() != 3 || f.Decimation() != 3 || f.GroupDelay() != 1 {
		t.Errorf("taps %d, decimation %d, group delay %g", f.Taps(), f.Decimation(), f.GroupDelay())
	}
}

func TestFIRDoesNotAllocate(t *testing.T) {
	eachSet(t, func(t *testing.T, set isa) {
		for _, decimation := range []int{1, 10} {
			f, r := newFIR[complex64](set, make([]float32, 80), decimation), newResampler[complex64](set, 3, 2, make([]float32, 80))
			s, d := newShift(set, 1, 10), newQuadratureDemod(set, 1, 10)
			dst, re, src := make([]complex64, 4096), make([]float32, 4096), noise[complex64](4096+79)
			for _, n := range []int{1, 90, len(src)} {
				if n := testing.AllocsPerRun(10, func() {
					f.Transform(dst, src[:n], false)
					r.Transform(dst, src[:n], false)
					s.Transform(dst, src[:n], false)
					d.Transform(re, src[:n], false)
				}); n != 0 {
					t.Errorf("%g allocations a call", n)
				}
			}
		}
	})
}
