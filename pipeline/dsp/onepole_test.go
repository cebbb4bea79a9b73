package dsp

import (
	"math"
	"testing"
)

// gainAt measures the gain of t for a sine of f Hz, after it has settled.
func gainAt(tb testing.TB, t transformer[float32, float32], f, rate float64) float64 {
	src := make([]float32, int(rate))
	for i := range src {
		src[i] = float32(math.Sin(2 * math.Pi * f / rate * float64(i)))
	}
	var peak, in float64
	out := whole(tb, t, src)
	for i := len(src) / 2; i < len(src); i++ {
		peak += float64(out[i]) * float64(out[i])
		in += float64(src[i]) * float64(src[i])
	}
	return math.Sqrt(peak / in)
}

func TestDeEmphasis(t *testing.T) {
	const rate = 256e3
	for _, tau := range []float64{50e-6, 75e-6} {
		for _, f := range []float64{100, 1000, 2122, 5000, 10000, 15000} {
			got, want := gainAt(t, NewDeEmphasis[float32](tau, rate), f, rate), 1/math.Hypot(1, 2*math.Pi*f*tau)
			if dB := 20 * math.Log10(got/want); math.Abs(dB) > 0.15 {
				t.Errorf("τ = %g at %g Hz: %.3f dB off the analog filter", tau, f, dB)
			}
		}
	}
	mustPanic(t, "no time constant", func() { NewDeEmphasis[float32](0, rate) })
}

func TestDCBlocker(t *testing.T) {
	const rate = 48e3
	for f, want := range map[float64]float64{5: 1 / math.Sqrt2, 50: 0.995, 1000: 1, 15000: 1} {
		if got := gainAt(t, NewDCBlocker[float32](5, rate), f, rate); math.Abs(got-want) > 0.002 {
			t.Errorf("gain at %g Hz is %g, want %g", f, got, want)
		}
	}
	ones := make([]float32, 48000)
	for i := range ones {
		ones[i] = 1
	}
	if out := whole(t, NewDCBlocker[float32](5, rate), ones); out[0] < 0.99 || math.Abs(float64(out[47999])) > 1e-6 {
		t.Errorf("a constant gives %g at first, %g after a second", out[0], out[47999])
	}
	mustPanic(t, "cutoff beyond a quarter of the rate", func() { NewDCBlocker[float32](rate, rate) })
}

// Against the difference equation in the same precision, and both lanes alike.
func TestOnePoleReference(t *testing.T) {
	const tau, rate = 75e-6, 256e3
	src := noise[complex64](4000)
	out := whole(t, NewDeEmphasis[complex64](tau, rate), src)
	k := 2 * tau * rate
	var x, y complex128
	for i, v := range src {
		y = (complex128(v) + x + complex(k-1, 0)*y) / complex(1+k, 0)
		x = complex128(v)
		if d := complex128(out[i]) - y; math.Hypot(real(d), imag(d)) > 1e-7 {
			t.Fatalf("sample %d is %v, want %v", i, out[i], y)
		}
	}
	checkBatches(t, func() transformer[complex64, complex64] { return NewDeEmphasis[complex64](tau, rate) }, src)
	checkBatches(t, func() transformer[float32, float32] { return NewDCBlocker[float32](10, rate) }, noise[float32](4000))
}

// Silence after sound ends in zeros, not in numbers that never quite vanish.
func TestOnePoleDiesAway(t *testing.T) {
	src := make([]float32, 20000)
	src[0] = 1
	d := NewDeEmphasis[float32](75e-6, 256e3)
	whole(t, d, src)
	if d.pole.yi != 0 {
		t.Errorf("still %g after 20000 zeros", d.pole.yi)
	}
}
