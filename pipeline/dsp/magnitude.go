package dsp

import "math"

// Magnitude writes |x|, the envelope of an amplitude-modulated signal. It is
// right to half a unit in the last place, at any level. No delay, no history;
// about 3 ns a sample.
type Magnitude struct{ each }

// Transform takes magnitudes; see the package documentation.
func (Magnitude) Transform(dst []float32, src []complex64, _ bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	for i, x := range src[:n] {
		dst[i] = float32(magnitude(x))
	}
	return n, n, nil
}

// MagnitudeSquared writes |x|², the power of each sample, right to 2 units in
// the last place. Magnitudes beyond 1.8e19 overflow to +Inf, those below 1e-19
// lose precision. No delay, no history; about 1 ns a sample.
type MagnitudeSquared struct{ each }

// Transform takes squares of magnitudes; see the package documentation.
func (MagnitudeSquared) Transform(dst []float32, src []complex64, _ bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	dst = dst[:n]
	for i, x := range src[:n] {
		dst[i] = real(x)*real(x) + imag(x)*imag(x)
	}
	return n, n, nil
}

// magnitude is |x|; the squares of float32 neither overflow nor vanish.
func magnitude(x complex64) float64 {
	re, im := float64(real(x)), float64(imag(x))
	return math.Sqrt(re*re + im*im)
}
