package dsp

import "math"

//go:noescape
func quadratureAVX2(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64)

// atanTable holds what atan2 needs, once for each lane: the coefficients from
// the highest power on, a quarter turn and half a turn.
var atanTable = [11][4]float64{
	{atanGc, atanGc, atanGc, atanGc},
	{atanEc, atanEc, atanEc, atanEc},
	{atanCc, atanCc, atanCc, atanCc},
	{atanAc, atanAc, atanAc, atanAc},
	{atan8c, atan8c, atan8c, atan8c},
	{atan6c, atan6c, atan6c, atan6c},
	{atan4c, atan4c, atan4c, atan4c},
	{atan2c, atan2c, atan2c, atan2c},
	{1, 1, 1, 1},
	{math.Pi / 2, math.Pi / 2, math.Pi / 2, math.Pi / 2},
	{math.Pi, math.Pi, math.Pi, math.Pi},
}

// anglesFor returns the demodulator's loop in the instructions asked for: all
// of dst from one sample more of src. What is left of the last four is four
// that overlap, or are padded.
func anglesFor(set isa) func(dst []float32, src []complex64, gain float64) {
	if set == portable {
		return plainAngles
	}
	return func(dst []float32, src []complex64, gain float64) {
		n := len(dst)
		src = src[:n+1]
		switch {
		case n >= 4:
			quadratureAVX2(&dst[0], &src[0], n&^3, &atanTable, gain)
			if at := n - 4; at&3 != 0 {
				quadratureAVX2(&dst[at], &src[at], 4, &atanTable, gain)
			}
		case n > 0:
			var x [5]complex64
			var y [4]float32
			copy(x[:], src)
			quadratureAVX2(&y[0], &x[0], 4, &atanTable, gain)
			copy(dst, y[:])
		}
	}
}
