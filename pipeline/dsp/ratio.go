package dsp

import "math"

// Ratio returns the fraction interpolation/decimation nearest to out/in (two
// rates in Hz) among those with interpolation <= limit, the smallest of equals.
// Rates with a common factor come out exactly. The worst of the others are off
// by a part in 2·limit·in/out (1 in 20 000 from 240 kHz to 48 kHz with a limit
// of 2000), most by far less; receivers' crystals are off by as much.
func Ratio(out, in float64, limit int) (interpolation, decimation int) {
	if !(out > 0 && in > 0) || limit < 1 {
		panicf("ratio of %g to %g with interpolation up to %d", out, in, limit)
	}
	nearest := math.Inf(1)
	for l := 1; l <= limit; l++ {
		m := math.Round(float64(l) * in / out)
		if m < 1 {
			continue
		}
		// Beyond rounding errors a later fraction must be truly nearer.
		if off := math.Abs(float64(l)*in/(m*out) - 1); off < nearest-1e-13 {
			nearest, interpolation, decimation = off, l, int(m)
		}
	}
	if interpolation == 0 {
		panicf("no ratio of %g to %g with interpolation up to %d", out, in, limit)
	}
	return interpolation, decimation
}
