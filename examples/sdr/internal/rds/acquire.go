package rds

import (
	"math"
	"math/cmplx"
)

const (
	acquireBits   = 96 // looked at, 81 ms
	acquirePhases = 8  // of the bit clock tried
	acquireSteps  = 4  // carrier offsets tried on each side,
	acquireStep   = 3  // this many Hz apart

	// The sum over what it would be if all bits agreed: noise has 0.2, a station
	// with one block in two bad 0.6.
	acquireAgree = 0.3
)

// acquire finds carrier and bit clock in the samples from t on. For each phase of
// the clock and each carrier offset the bits are squared, which takes the data
// off, made as long as they were before, so that a click counts little, and summed
// up: the longest sum wins. Half a bit off it is half as long. acquire tells whether
// it is long enough; if not, there is nothing to lock on to.
//
// Source: A. J. Viterbi, A. M. Viterbi, Nonlinear Estimation of PSK-Modulated
// Carrier Phase, 1983.
func (t *tracker) acquire() bool {
	var sums [acquirePhases][2*acquireSteps + 1]complex128
	var most float64
	var clock, offset int
	var squares [acquireBits]complex128
	for i := range sums {
		t.square(&squares, t.t+float64(i)/acquirePhases*t.period)
		for k, y := range squares {
			for j := range sums[i] {
				sums[i][j] += y * t.back[j][k]
			}
		}
		for j, s := range sums[i] {
			if a := cmplx.Abs(s); a > most {
				most, clock, offset = a, i, j
			}
		}
	}
	// The top of the parabola through the winner and its neighbours.
	before := cmplx.Abs(sums[(clock+acquirePhases-1)%acquirePhases][offset])
	after := cmplx.Abs(sums[(clock+1)%acquirePhases][offset])
	top := 0.0
	if bend := 2*most - before - after; bend > 0 {
		top = clamp((after-before)/(2*bend), 0.5)
	}
	at := t.t + max(0, (float64(clock)+top)/acquirePhases*t.period)
	t.square(&squares, at)
	size := meanSize(&squares)
	if most == 0 || most < acquireAgree*acquireBits*size {
		return false
	}

	// How the second half has turned against the first refines the offset.
	var half [2]complex128
	for k, y := range squares {
		half[k*2/acquireBits] += y * t.back[offset][k]
	}
	t.turn = acquireTurn(offset) + cmplx.Phase(half[1]*cmplx.Conj(half[0]))/acquireBits
	t.turn = clamp(t.turn, carrierRange)
	var sum complex128
	for k, y := range squares {
		sum += y * cmplx.Rect(1, -2*t.turn*float64(k))
	}
	t.t, t.phase, t.amplitude = at, cmplx.Phase(sum)/2, size
	t.locked, t.coherence, t.middle = true, 0.5, 0.5
	return true
}

// square makes of s the bits from index at on, their phases doubled.
func (t *tracker) square(s *[acquireBits]complex128, at float64) {
	for k := range s {
		y, _ := t.matched(at + float64(k)*t.period)
		i, q := real(y), imag(y)
		if a := math.Sqrt(i*i + q*q); a > 0 {
			s[k] = complex((i*i-q*q)/a, 2*i*q/a)
		} else {
			s[k] = 0
		}
	}
}

// meanSize returns how large bits are, those counting that are there: by the mean of
// their squares over that of their sizes.
func meanSize(squares *[acquireBits]complex128) float64 {
	var sizes, powers float64
	for _, s := range squares {
		a := cmplx.Abs(s)
		sizes, powers = sizes+a, powers+a*a
	}
	if sizes == 0 {
		return 0
	}
	return powers / sizes
}

// acquireTurn returns how far the carrier turns in a bit at an offset tried; radians.
func acquireTurn(offset int) float64 {
	return 2 * math.Pi * float64(offset-acquireSteps) * acquireStep / BitRate
}

// turnsBack holds, for each carrier offset tried, what turns the squared bits back.
type turnsBack [2*acquireSteps + 1][acquireBits]complex128

func newTurnsBack() *turnsBack {
	t := new(turnsBack)
	for j := range t {
		for k := range t[j] {
			t[j][k] = cmplx.Rect(1, -2*acquireTurn(j)*float64(k))
		}
	}
	return t
}
