package dsp

import (
	"math"
	"testing"
)

func TestMagnitude(t *testing.T) {
	for _, scale := range []float32{1, 1e-18, 1e18, 1e37} {
		src := noise[complex64](10000)
		for i := range src {
			src[i] = scaled(src[i], scale)
		}
		abs, squared := whole(t, Magnitude{}, src), whole(t, MagnitudeSquared{}, src)
		for i, x := range src {
			want := math.Hypot(float64(real(x)), float64(imag(x)))
			if off := float64(abs[i])/want - 1; math.Abs(off) > 6.1e-8 {
				t.Fatalf("|%v| = %g, want %g", x, abs[i], want)
			}
			if off := float64(squared[i])/(want*want) - 1; scale < 1e19 && math.Abs(off) > 2.4e-7 && want > 1e-18 {
				t.Fatalf("|%v|² = %g, want %g", x, squared[i], want*want)
			}
		}
	}
	src := noise[complex64](1000)
	checkBatches(t, func() transformer[complex64, float32] { return Magnitude{} }, src)
	checkBatches(t, func() transformer[complex64, float32] { return MagnitudeSquared{} }, src)
}
