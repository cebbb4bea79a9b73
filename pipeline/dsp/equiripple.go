package dsp

import (
	"errors"
	"fmt"
	"math"
)

// ErrNoEquiripple is wrapped when [Equiripple] finds no filter. That is so where
// the taps are far too many for what is asked: an error of less than 1e-9 drowns
// in the rounding of float64, and is of no use with taps in float32.
var ErrNoEquiripple = errors.New("dsp: no equiripple filter")

// Band is what a filter shall do from one frequency to another, both in Hz. A
// Weight (> 0) of 10 asks for a tenth of the error that 1 allows.
type Band struct {
	From, To     float64
	Gain, Weight float64
}

// Equiripple returns the taps of the linear-phase filter whose greatest
// weighted error over all bands is the least that so many taps (at least 3) can
// do, and that error: in a band of Weight w the gain is off by at most ripple/w,
// or half a percent more.
// Between the bands, which are in order of frequency and do not touch, the gain
// is not looked after, and may be great where the gap is wide. An even number of
// taps has gain 0 at rate/2, and no band may ask for more.
//
//	taps, ripple, err := dsp.Equiripple(81, 1.024e6,
//		dsp.Band{From: 0, To: 80e3, Gain: 1, Weight: 1},
//		dsp.Band{From: 120e3, To: 512e3, Gain: 0, Weight: 10})
//
// A low-pass of error p below pass and s from stop on takes about
// (-10·log10(p·s)-13)·rate/(14.6·(stop-pass)) taps (J. F. Kaiser, 1974), fewer than
// [KaiserLowPass]. Rounding to float32 adds an error of 1e-7 or so. The error
// returned is [ErrNoEquiripple]. Cost: some 5 ms for 100 taps, growing
// with their square.
//
// Source: T. W. Parks, J. H. McClellan, Chebyshev Approximation for Nonrecursive
// Digital Filters with Linear Phase, 1972; the polynomial is evaluated as in
// J.-P. Berrut, L. N. Trefethen, Barycentric Lagrange Interpolation, 2004.
func Equiripple(taps int, rate float64, bands ...Band) (h []float32, ripple float64, err error) {
	if taps < 3 || !(rate > 0) || len(bands) == 0 {
		panicf("equiripple filter of %d taps in %d bands at %g samples a second", taps, len(bands), rate)
	}
	for i, b := range bands {
		if !(b.From >= 0 && b.From < b.To && b.To <= rate/2 && b.Weight > 0) || math.IsNaN(b.Gain) || math.IsInf(b.Gain, 0) || math.IsInf(b.Weight, 0) {
			panicf("band %d of an equiripple filter at %g samples a second: %+v", i, rate, b)
		}
		if taps%2 == 0 && b.To == rate/2 && b.Gain != 0 {
			panicf("equiripple filter of %d taps, an even number, for gain %g at %g Hz, half the rate", taps, b.Gain, b.To)
		}
		if i > 0 && bands[i-1].To >= b.From {
			panicf("band %d of an equiripple filter begins at %g Hz, the one before ends at %g", i, b.From, bands[i-1].To)
		}
	}
	x := newExchange(taps, rate, bands)
	if err := x.settle(); err != nil {
		return nil, 0, fmt.Errorf("%w of %d taps: %w", ErrNoEquiripple, taps, err)
	}
	// The taps are the inverse transform of the gain at so many frequencies.
	gains := make([]float64, (taps+1)/2)
	for k := range gains {
		at := math.Cos(2 * math.Pi * float64(k) / float64(taps))
		gains[k] = x.gain(at) * x.factor(at)
	}
	h = make([]float32, taps)
	middle := float64(taps-1) / 2
	for i := range h {
		sum := gains[0]
		for k := 1; k < len(gains); k++ {
			sum += 2 * gains[k] * math.Cos(2*math.Pi*float64(k)*(float64(i)-middle)/float64(taps))
		}
		h[i] = float32(sum / float64(taps))
	}
	return h, x.worst, nil
}
