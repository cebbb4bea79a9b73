package dsp

import (
	"math"
	"math/cmplx"
	"testing"
)

// The level follows a step as 1 - e^(-t/τ), up and down, and ends on target.
func TestAGCStep(t *testing.T) {
	const rate, attack, decay = 10000, 0.01, 0.1
	src := tone(20000, 0.1, 1)
	for i := range src {
		if i >= 10000 {
			src[i] *= 0.1
		}
	}
	a := NewAGC[complex64](0.5, attack, decay, 1000, rate)
	out := whole(t, a, src)
	at := func(seconds float64) float64 { return cmplx.Abs(complex128(out[int(seconds*rate)])) }
	for _, c := range []struct{ seconds, level, input float64 }{
		{attack - 1./rate, 1 - 0.5/math.E, 1}, {0.5, 1, 1},
		{1 + decay - 1./rate, 0.1 + 0.9/math.E, 0.1}, {1.999, 0.1, 0.1},
	} {
		if got, want := at(c.seconds), 0.5*c.input/c.level; math.Abs(got/want-1) > 0.001 {
			t.Errorf("after %g s magnitude %g, want %g", c.seconds, got, want)
		}
	}
	if got := a.Gain(); math.Abs(got/5-1) > 0.001 {
		t.Errorf("gain %g at the end, want 5", got)
	}
}

func TestAGCEdges(t *testing.T) {
	// Silence: the gain stops at its limit, and zeros stay zeros.
	a := NewAGC[float32](1, 0, 0.001, 100, 1000)
	if out := whole(t, a, make([]float32, 1000)); out[999] != 0 || a.Gain() != 100 {
		t.Errorf("silence gives %g, gain %g", out[999], a.Gain())
	}
	// An attack of 0 never lets a sample beyond the target.
	for i, y := range whole(t, NewAGC[float32](0.7, 0, 1, 100, 1000), noise[float32](1000)) {
		if math.Abs(float64(y)) > 0.7000001 {
			t.Fatalf("sample %d is %g, beyond 0.7", i, y)
		}
	}
	// What is no number does not count, and does not stay.
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	out := whole(t, NewAGC[complex64](1, 0.1, 0.1, 10, 100), []complex64{complex(nan, 0), complex(inf, nan), complex(0, -inf), 1})
	if y := out[3]; y != 1 {
		t.Errorf("after odd samples 1 gives %v", y)
	}
	for _, f := range []func(){
		func() { NewAGC[float32](0, 1, 1, 1, 1) },
		func() { NewAGC[float32](1, -1, 1, 1, 1) },
		func() { NewAGC[float32](1, 1, math.NaN(), 1, 1) },
		func() { NewAGC[float32](1, 1, 1, 0, 1) },
		func() { NewAGC[float32](1, 1, 1, 1, 0) },
	} {
		mustPanic(t, "arguments", f)
	}
}

func TestAGCBatches(t *testing.T) {
	checkBatches(t, func() transformer[complex64, complex64] { return NewAGC[complex64](0.5, 0.01, 0.1, 1e4, 1000) }, noise[complex64](3000))
	checkBatches(t, func() transformer[float32, float32] { return NewAGC[float32](0.5, 0.01, 0.1, 1e4, 1000) }, noise[float32](3000))
}
