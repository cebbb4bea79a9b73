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
	each
	target, floor float64
	share         [2]float64 // of the way that one sample takes, up and down
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
		share: [2]float64{share(attack), share(decay)},
	}
}

// Gain returns the gain of the last sample.
func (a *AGC[T]) Gain() float64 { return a.target / a.level }

// Transform levels; see the package documentation.
func (a *AGC[T]) Transform(dst, src []T, _ bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	var gains [agcRun]float64
	for done := 0; done < n; {
		m := min(n-done, agcRun)
		magnitudes(gains[:m], src[done:done+m])
		a.follow(gains[:m])
		amplify(dst[done:done+m], src[done:done+m], gains[:m])
		done += m
	}
	return n, n, nil
}

// agcRun is how many samples go through each of the three loops before the
// next: in one loop the conversions would wait for the level.
const agcRun = 64

func magnitudes[T Sample](dst []float64, src []T) {
	switch src := any(src).(type) {
	case []float32:
		for i, x := range src {
			dst[i] = math.Abs(float64(x))
		}
	case []complex64:
		for i, x := range src {
			dst[i] = magnitude(x)
		}
	}
}

// follow makes magnitudes gains. Up or down is looked up, not branched to: noise
// would make every branch a guess.
func (a *AGC[T]) follow(gains []float64) {
	level, floor, share := a.level, a.floor, a.share
	for i, m := range gains {
		if m <= math.MaxFloat64 {
			off := m - level
			if level += off * share[signbit(off)&1]; level < floor {
				level = floor
			}
		}
		gains[i] = a.target / level
	}
	a.level = level
}

func amplify[T Sample](dst, src []T, gains []float64) {
	switch src := any(src).(type) {
	case []float32:
		dst := any(dst).([]float32)
		for i, x := range src {
			dst[i] = x * float32(gains[i])
		}
	case []complex64:
		dst := any(dst).([]complex64)
		for i, x := range src {
			dst[i] = scaled(x, float32(gains[i]))
		}
	}
}
