//go:build amd64 || arm64

package dsp

import "math"

// atanTable holds what atan2 needs, once for each of four lanes: the coefficients from
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

// newAngles returns the loop of a kernel that takes lanes steps at a time, at
// most 8. What is left at the end are as many that overlap, or are padded.
func newAngles(run func(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64), lanes int) func(dst []float32, src []complex64, gain float64) {
	in, out := [9]complex64{}, [8]float32{}
	return func(dst []float32, src []complex64, gain float64) {
		n := len(dst)
		src = src[:n+1]
		switch {
		case n >= lanes:
			run(&dst[0], &src[0], n&^(lanes-1), &atanTable, gain)
			if at := n - lanes; at%lanes != 0 {
				run(&dst[at], &src[at], lanes, &atanTable, gain)
			}
		case n > 0:
			copy(in[:], src)
			run(&out[0], &in[0], lanes, &atanTable, gain)
			copy(dst, out[:])
		}
	}
}
