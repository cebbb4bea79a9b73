package dsp

import "math"

// Hann returns the Hann window of n points: side lobes below -31 dB that fall
// off by 18 dB an octave; its first and last points are 0. For spectra take
// Hann(n+1)[:n]. Source: as for Hamming.
func Hann(n int) []float64 { return cosines(n, 0.5, 0.5, 0) }

// Hamming returns the Hamming window of n points: side lobes below -43 dB, the
// transition of a filter made with it about 3.3·rate/n wide. Source: F. J.
// Harris, On the Use of Windows for Harmonic Analysis with the DFT, 1978.
func Hamming(n int) []float64 { return cosines(n, 0.54, 0.46, 0) }

// Blackman returns the Blackman window of n points: side lobes below -58 dB,
// the transition of a filter made with it about 5.5·rate/n wide. Source: as
// for Hamming.
func Blackman(n int) []float64 { return cosines(n, 0.42, 0.5, 0.08) }

// cosines returns a0 - a1·cos(x) + a2·cos(2x) with x from 0 to 2π over n points.
func cosines(n int, a0, a1, a2 float64) []float64 {
	w := window(n)
	for i := range w {
		x := 2 * math.Pi * place(i, n)
		w[i] = a0 - a1*math.Cos(x) + a2*math.Cos(2*x)
	}
	return w
}

// Kaiser returns the Kaiser window of n points; beta (>= 0) trades the width
// of the transition for attenuation, see [KaiserBeta]. Source: J. F. Kaiser,
// Nonrecursive Digital Filter Design Using the I0-sinh Window Function, 1974.
func Kaiser(n int, beta float64) []float64 {
	w := window(n)
	for i := range w {
		x := 2*place(i, n) - 1
		w[i] = besselI0(beta*math.Sqrt(1-x*x)) / besselI0(beta)
	}
	return w
}

// KaiserBeta returns the beta that gives a filter about the given attenuation
// in dB, by Kaiser's fit (1974); 0 below 21 dB, the rectangular window.
func KaiserBeta(attenuation float64) float64 {
	switch {
	case attenuation > 50:
		return 0.1102 * (attenuation - 8.7)
	case attenuation > 21:
		return 0.5842*math.Pow(attenuation-21, 0.4) + 0.07886*(attenuation-21)
	}
	return 0
}

func window(n int) []float64 {
	if n < 1 {
		panicf("window of %d points", n)
	}
	return make([]float64, n)
}

// place maps point i of n to 0..1; the only point of one lies in the middle.
func place(i, n int) float64 {
	if n == 1 {
		return 0.5
	}
	return float64(i) / float64(n-1)
}

// besselI0 is the modified Bessel function of order 0 by its power series,
// whose terms (x/2)^2k/(k!)^2 are all positive, so nothing cancels.
func besselI0(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-17; k++ {
		term *= x / (2 * k) * (x / (2 * k))
		sum += term
	}
	return sum
}
