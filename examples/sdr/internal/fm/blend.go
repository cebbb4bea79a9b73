package fm

import (
	"fmt"
	"math"
)

// Blend says how a decoder passes between mono and stereo, in seconds. The zero
// Blend is [DefaultBlend].
type Blend struct {
	// Hold is how long the pilot must have been followed without a break before
	// stereo opens.
	Hold float64
	// Fade is how long the difference takes from nothing to its full size, and
	// back to nothing when the pilot is lost. It passes in a straight line.
	Fade float64
}

// DefaultBlend opens stereo one eighth of a second after the lock, over 20 ms.
//
// A phase-locked loop that has just locked still swings, and what swings is the
// separation of left and right; and what it locked on may be noise, or what a
// click left behind. Lock on either is over within some 30 ms. A pilot that lasts
// four times as long is a station's. The fade is short enough not to be heard as
// a movement and long enough not to be heard as a click.
var DefaultBlend = Blend{Hold: 0.125, Fade: 0.02}

// blend is the state of one: how far stereo is open, at each sample.
type blend struct {
	hold, fade int     // samples
	scale      float32 // 4/fade

	held   int       // samples that the pilot has lasted, up to hold
	level  int       // 0: mono, fade: stereo
	broken bool      // the pilot was lost, and stereo is closing
	last   complex64 // phasor at the sample before
	step   complex64 // what turns it on by a sample
}

func newBlend(b Blend, rate float64) blend {
	if b == (Blend{}) {
		b = DefaultBlend
	}
	hold, fade := b.Hold*rate, b.Fade*rate
	if !(hold >= 0 && hold < math.MaxInt32 && fade >= 0 && fade < math.MaxInt32) {
		panic(fmt.Sprintf("fm: stereo after %g s of pilot and %g s of fade at %g samples a second", b.Hold, b.Fade, rate))
	}
	turn := 2 * math.Pi * Pilot / rate
	n := max(1, int(fade+0.5))
	return blend{
		hold: int(hold + 0.5), fade: n, scale: 4 / float32(n),
		step: complex(float32(math.Cos(turn)), float32(math.Sin(turn))),
	}
}

// steady tells whether nothing moves: stereo is open, and the loop has lock.
func (b *blend) steady(pilot complex64) bool { return b.level == b.fade && pilot != 0 && !b.broken }

// next takes the phasor of the pilot at the next sample, 0 without lock, and
// whether the pilot is there. It returns the phasor to decode with, and a gain of 0
// to 4.
//
// Once lost, what the loop makes does not count until stereo has closed: the
// phasor runs on at the nominal frequency. A pilot may be off by 2 Hz, by which its
// double is off by 15° when half of the fade is over.
func (b *blend) next(pilot complex64, present bool) (w complex64, gain float32) {
	there := pilot != 0 && present
	if !there {
		b.held = 0
		b.broken = b.level > 0
	}
	switch {
	case b.broken:
		b.last *= b.step
		b.level--
		b.broken = b.level > 0
	case there:
		b.last = pilot
		if b.held < b.hold {
			b.held++
		} else if b.level < b.fade {
			b.level++
		}
	}
	return b.last, float32(b.level) * b.scale
}
