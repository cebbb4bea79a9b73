package rds

import (
	"math"
	"math/cmplx"
)

// tracker turns baseband samples into bits: a matched filter at the middle of each
// bit, and loops that follow carrier and bit clock once a bit. They begin where
// acquire says, at the start of the samples it looked at. If what they follow is no
// carrier for some 300 bits, acquire is asked again.
//
// A station makes bit clock and carrier from one source, but they are followed one
// by one: the clock loop is fast enough for what the carrier would have told it, and
// nothing is lost on a station that keeps them apart.
type tracker struct {
	pulse  *pulse
	back   *turnsBack
	period float64 // samples a bit, at the nominal rates

	samples []complex64 // a ring would be cut up: what is old is dropped now and then
	base    int64       // position of samples[0]; negative: silence before the start
	t       float64     // index into samples of the middle of the next bit
	locked  bool        // t is; if not, it is where to search from

	phase, turn float64 // of the carrier at t, and how far it turns in a bit; radians
	amplitude   float64 // of the bits
	coherence   float64 // mean of cos 2φ, φ being how far a bit is off the carrier
	middle      float64 // mean of how far bits are above what lies between them

	last uint32 // sign of the bit before
}

const (
	carrierBandwidth = 8. / BitRate // one-sided noise bandwidth, per bit
	carrierDamping   = math.Sqrt2 / 2
	carrierNatural   = 2 * carrierBandwidth / (carrierDamping + 1/(4*carrierDamping))
	carrierGain      = 2 * carrierDamping * carrierNatural
	carrierTurn      = carrierNatural * carrierNatural
	carrierRange     = 2 * math.Pi * 15 / BitRate // radians a bit: 15 Hz, a clock off by 260 ppm

	clockGain = 0.015 / 40 // the matched filter's output falls by 40/2·t² for t bits
	clockStep = 0.02       // at most, bits

	coherenceDecay = 1. / 256
	coherenceLost  = 0.15 // noise has 0, two bits of a hundred wrong 0.7
	middleDecay    = 1. / 128
	middleWrong    = -0.1 // right is 0.5, half a bit off is -0.5
)

// newTracker returns a tracker for baseband samples at rate Hz.
func newTracker(rate float64) *tracker {
	t := &tracker{pulse: newPulse(), back: newTurnsBack(), period: rate / BitRate}
	lead := t.reach()
	t.samples = make([]complex64, lead, 2*(lead+t.need()))
	t.base, t.t = int64(-lead), float64(lead)
	return t
}

// reach is how many samples the matched filter needs on each side.
func (t *tracker) reach() int { return int(pulseReach*t.period) + 2 }

// need is how many samples from index t on the next step needs.
func (t *tracker) need() int {
	bits := 1.0
	if !t.locked {
		bits = acquireBits + 1
	}
	return int(bits*t.period) + t.reach() + 2
}

// push takes in a sample.
func (t *tracker) push(z complex64) {
	if len(t.samples) == cap(t.samples) {
		old := int(t.t) - t.reach()
		t.samples = t.samples[:copy(t.samples, t.samples[old:])]
		t.base += int64(old)
		t.t -= float64(old)
	}
	t.samples = append(t.samples, z)
}

// symbol is a bit on the subcarrier.
type symbol struct {
	bit      uint32  // whether the phase turned over from the one before
	sure     float32 // how sure the phase is: 0, a guess, to 1
	position float64 // of its middle in the baseband
}

// next returns the next bit; ok is false if it needs more samples.
func (t *tracker) next() (s symbol, ok bool) {
	for {
		switch {
		case len(t.samples) < int(t.t)+t.need():
			return symbol{}, false
		case t.locked:
			return t.step(), true
		case !t.acquire():
			t.t += acquireBits / 2 * t.period
		}
	}
}

// step reads a bit and moves on to the next.
func (t *tracker) step() symbol {
	back := cmplx.Rect(1, -t.phase)
	y, slope := t.matched(t.t)
	between, _ := t.matched(t.t + t.period/2)
	y, slope, between = y*back, slope*back, between*back

	size, off, sign := math.Abs(real(y)), imag(y), uint32(0)
	if real(y) < 0 {
		sign, off = 1, -off
	}
	t.amplitude += (size - t.amplitude) / 64
	scale := 1 / max(t.amplitude, math.SmallestNonzeroFloat32)

	s := symbol{bit: sign ^ t.last, sure: sureness(size * scale), position: float64(t.base) + t.t}
	t.last = sign

	off = clamp(off*scale, 1)
	t.turn = clamp(t.turn+carrierTurn*off, carrierRange)
	t.phase = math.Remainder(t.phase+t.turn+carrierGain*off, 2*math.Pi)

	late := real(y) * scale * real(slope) * scale // > 0: a later sample would be larger
	t.t += t.period * (1 + clamp(clockGain*late, clockStep))

	t.watch(y, between, size)
	return s
}

// sureness is how sure the phase of a bit is by its size, 1 being the mean: twice
// that is no bit but a click.
func sureness(size float64) float32 {
	if size > 2 {
		return 0
	}
	return float32(min(size, 1))
}

// watch keeps an eye on whether the loops follow anything.
func (t *tracker) watch(y, between complex128, size float64) {
	power := real(y)*real(y) + imag(y)*imag(y)
	b := math.Abs(real(between))
	if power == 0 || size+b == 0 {
		t.locked = false // silence, not even noise: nothing to measure against
		return
	}
	t.coherence += ((real(y)*real(y)-imag(y)*imag(y))/power - t.coherence) * coherenceDecay
	t.middle += ((size-b)/(size+b) - t.middle) * middleDecay
	if t.middle < middleWrong {
		t.middle = -t.middle
		t.t += t.period / 2
	}
	t.locked = t.coherence > coherenceLost
}

// matched returns what the matched filter makes of the samples around index at,
// and how much that rises in a bit.
func (t *tracker) matched(at float64) (y, slope complex128) {
	first := int(math.Ceil(at - pulseReach*t.period))
	last := int(at + pulseReach*t.period)
	var yi, yq, si, sq float32
	scale := 1 / t.period
	for i := first; i <= last; i++ {
		p, rise := t.pulse.at((float64(i) - at) * scale)
		z := t.samples[i]
		yi += real(z) * p
		yq += imag(z) * p
		si -= real(z) * rise
		sq -= imag(z) * rise
	}
	return complex(float64(yi), float64(yq)), complex(float64(si), float64(sq))
}

func clamp(v, limit float64) float64 { return max(-limit, min(v, limit)) }
