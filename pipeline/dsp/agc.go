package dsp

import "math"

// AGC brings a signal to a steady magnitude: it follows the magnitude of the
// samples and divides by it. A step in level is followed as 1 - e^(-t/τ), with
// τ = attack when it grows and τ = decay when it falls. Where attack is the
// shorter, the level followed lies near the peaks of the signal, between its
// mean magnitude and its greatest. It begins with gain 1; no delay, no history.
//
// The gain at a sample includes that sample, and is at most the limit given. A
// sample that is infinite or not a number does not count for the gain. Cost:
// about 10 ns a sample.
type AGC[T Sample] struct {
	target, floor float64
	attack, decay float64 // share of the way that one sample takes
	level         float64
}

// NewAGC returns an automatic gain control that makes a signal of constant
// magnitude come out with magnitude target (> 0) for inputs down to
// target/maxGain, below which maxGain (> 0) is the gain. attack and decay are
// time constants in seconds (>= 0; 0 is at once) at rate Hz.
func NewAGC[T Sample](target, attack, decay, maxGain, rate float64) *AGC[T] {
	if !(target > 0 && attack >= 0 && decay >= 0 && maxGain > 0 && rate > 0) {
		panicf("AGC to %g by at most %g, attack %g s and decay %g s at %g samples a second", target, maxGain, attack, decay, rate)
	}
	share := func(tau float64) float64 { return -math.Expm1(-1 / (tau * rate)) }
	floor := target / maxGain
	return &AGC[T]{
		target: target, floor: floor, level: max(target, floor),
		attack: share(attack), decay: share(decay),
	}
}

// Gain returns the gain of the last sample.
func (a *AGC[T]) Gain() float64 { return a.target / a.level }

// Transform levels; see the package documentation.
func (a *AGC[T]) Transform(dst, src []T, _ bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	switch d := any(dst[:n]).(type) {
	case []float32:
		for i, x := range any(src[:n]).([]float32) {
			d[i] = x * a.next(math.Abs(float64(x)))
		}
	case []complex64:
		for i, x := range any(src[:n]).([]complex64) {
			d[i] = scaled(x, a.next(magnitude(x)))
		}
	}
	return n, n, nil
}

// next takes in the magnitude of a sample and returns the gain for it.
func (a *AGC[T]) next(m float64) float32 {
	if off := m - a.level; off > 0 && m <= math.MaxFloat64 {
		a.level += off * a.attack
	} else if off < 0 {
		a.level = max(a.level+off*a.decay, a.floor)
	}
	return float32(a.target / a.level)
}
