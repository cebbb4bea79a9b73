package dsp

import "math"

// LowPass returns the taps of a linear-phase low-pass filter: the ideal
// response sin(x)/x cut off by window, which sets the number of taps. The
// response is 1 at 0 Hz and 1/2 (-6 dB) at cutoff. cutoff and rate are in Hz,
// 0 < cutoff < rate/2.
//
//	taps := dsp.LowPass(dsp.Hamming(81), 100e3, 1.024e6)
//
// For interpolation, rate is that of the resampler's output before decimation,
// see [NewResampler].
func LowPass(window []float64, cutoff, rate float64) []float32 {
	if !(cutoff > 0 && cutoff < rate/2) {
		panicf("low-pass at %g Hz for %g samples a second", cutoff, rate)
	}
	taps := make([]float64, len(window))
	middle := float64(len(window)-1) / 2
	sum := 0.0
	for i, w := range window {
		taps[i] = w * sinc(2*cutoff/rate*(float64(i)-middle))
		sum += taps[i]
	}
	out := make([]float32, len(taps))
	for i, t := range taps {
		out[i] = float32(t / sum)
	}
	return out
}

// KaiserLowPass returns the taps of a low-pass filter that passes frequencies
// up to pass and attenuates those from stop on by attenuation dB (both in Hz,
// 0 <= pass < stop, their mean below rate/2). The number of taps is odd and
// follows from Kaiser's estimate (1974): about attenuation·rate/(14·(stop-pass)).
// float32 taps bear up to about 120 dB.
func KaiserLowPass(pass, stop, attenuation, rate float64) []float32 {
	if !(pass >= 0 && pass < stop && stop-pass < rate) {
		panicf("low-pass from %g to %g Hz for %g samples a second", pass, stop, rate)
	}
	width := 2 * math.Pi * (stop - pass) / rate
	n := int(math.Ceil(max(attenuation-7.95, 1)/(2.285*width))) + 1
	return LowPass(Kaiser(n|1, KaiserBeta(attenuation)), (pass+stop)/2, rate)
}

// sinc is sin(πx)/(πx).
func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}
