package dsp

import "math"

// onePole is y[n] = b0·x[n] + b1·x[n-1] + a·y[n-1] over two lanes, I and Q (or
// left and right, or one real signal in the first). The state is float64, so
// that corners far below the rate do not drown in rounding.
type onePole struct {
	b0, b1, a float64
	xi, xq    float64
	yi, yq    float64
}

// quiet is where a decaying output is cut to 0: far below anything audible,
// and before the subnormal numbers that slow a processor a hundredfold.
const quiet = 1e-40

func (p *onePole) real(dst, src []float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		x := float64(v)
		y := p.b0*x + p.b1*p.xi + p.a*p.yi
		if math.Abs(y) < quiet {
			y = 0
		}
		p.xi, p.yi = x, y
		dst[i] = float32(y)
	}
}

func (p *onePole) complex(dst, src []complex64) {
	dst = dst[:len(src)]
	for i, v := range src {
		xi, xq := float64(real(v)), float64(imag(v))
		yi := p.b0*xi + p.b1*p.xi + p.a*p.yi
		yq := p.b0*xq + p.b1*p.xq + p.a*p.yq
		if math.Abs(yi) < quiet {
			yi = 0
		}
		if math.Abs(yq) < quiet {
			yq = 0
		}
		p.xi, p.xq, p.yi, p.yq = xi, xq, yi, yq
		dst[i] = complex(float32(yi), float32(yq))
	}
}

// run filters as many samples as both hold and returns their number.
func run[T Sample](p *onePole, dst, src []T) int {
	n := min(len(dst), len(src))
	switch d := any(dst[:n]).(type) {
	case []float32:
		p.real(d, any(src[:n]).([]float32))
	case []complex64:
		p.complex(d, any(src[:n]).([]complex64))
	}
	return n
}

// DeEmphasis undoes the treble boost of an FM transmitter: a low-pass of one
// pole, 1/(1+sτ), made digital by the bilinear transform. At 15 kHz it is
// within 0.15 dB of the analog one at 256 kS/s, so apply it before the rate
// goes down to that of the sound. No history; 3 to 5 ns a sample.
//
// A NaN in the input stays in the output for ever: put it behind a block that
// makes none, such as [QuadratureDemod].
type DeEmphasis[T Sample] struct {
	each
	pole onePole
}

// NewDeEmphasis returns a de-emphasis with time constant tau in seconds (75e-6
// in the Americas and Korea, 50e-6 elsewhere; ITU-R BS.450) at rate Hz.
func NewDeEmphasis[T Sample](tau, rate float64) *DeEmphasis[T] {
	if !(tau > 0 && rate > 0) {
		panicf("de-emphasis of %g s at %g samples a second", tau, rate)
	}
	k := 2 * tau * rate
	return &DeEmphasis[T]{pole: onePole{b0: 1 / (1 + k), b1: 1 / (1 + k), a: (k - 1) / (k + 1)}}
}

// Transform filters; see the package documentation.
func (d *DeEmphasis[T]) Transform(dst, src []T, _ bool) (nDst, nSrc int, err error) {
	n := run(&d.pole, dst, src)
	return n, n, nil
}

// DCBlocker removes the mean: a high-pass of one pole with a zero at 0 Hz,
// gain 1 at half the rate. It starts at rest, so a constant input dies away
// from its full height. No history; 3 to 5 ns a sample. NaN as for [DeEmphasis].
type DCBlocker[T Sample] struct {
	each
	pole onePole
}

// NewDCBlocker returns a high-pass that is 3 dB down at cutoff Hz and loses a
// constant with a time constant of 1/(2π·cutoff) seconds, 0 < cutoff < rate/4.
// Bilinear transform of s/(s+2π·cutoff).
func NewDCBlocker[T Sample](cutoff, rate float64) *DCBlocker[T] {
	if !(cutoff > 0 && cutoff < rate/4) {
		panicf("DC blocker at %g Hz for %g samples a second", cutoff, rate)
	}
	k := math.Tan(math.Pi * cutoff / rate)
	return &DCBlocker[T]{pole: onePole{b0: 1 / (1 + k), b1: -1 / (1 + k), a: (1 - k) / (1 + k)}}
}

// Transform filters; see the package documentation.
func (d *DCBlocker[T]) Transform(dst, src []T, _ bool) (nDst, nSrc int, err error) {
	n := run(&d.pole, dst, src)
	return n, n, nil
}
