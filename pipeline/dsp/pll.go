package dsp

import (
	"math"
	"math/cmplx"
)

// PLL follows a tone A·cos(θ) inside a real signal, such as the 19 kHz pilot of
// stereo FM, and writes for each sample the unit phasor e^(iθ) in phase with it,
// or 0 while it has no lock. Multiples of the tone are powers of the phasor:
// its square is the 38 kHz carrier. No delay, no history; about 6 ns a sample.
//
// Blocks of 1 ms are mixed down and summed, which blinds it to signals at
// whole kilohertz from the tone and dims the others. Unlocked, it collects ten
// blocks; if they agree (coherence, see below) its phase jumps to theirs and it
// has lock after 10 ms. Then a second-order loop of damping 0.707 sets the
// frequency of the next block, so the phase has no jumps. It holds while the
// blocks of the last 30 ms or so agree, through gaps of about that length.
// A tone within 10 Hz of the centre is found, and its phase settles in 0.3 s
// (for a bandwidth of 10 Hz); a broadcast pilot is within 2 Hz.
//
// Coherence is |Σz|²/(n·Σ|z|²) over block sums z: 1 for a pure tone, about 1/n
// for noise, which passes for a tone by chance once in several minutes.
//
// Source: F. M. Gardner, Phaselock Techniques, 3rd edition, 2005.
type PLL struct {
	each
	circle *Circle
	rate   float64

	phase, step uint64     // of the next sample; a turn is 2^64
	centre      uint64     // step at the nominal frequency
	block, n    int        // samples in a block, samples of it seen
	sum         complex128 // of the samples seen, mixed down

	kp, ki    float64 // gains of the loop: radians a block per radian of error
	drift     float64 // radians a block beyond centre: the loop's integrator
	threshold float64 // amplitude needed

	locked bool
	count  int        // blocks collected while unlocked
	mean   complex128 // unlocked: sum of the blocks; locked: their running mean
	power  float64    // the same of their squared magnitudes

	total struct { // over all blocks with lock
		blocks          int
		turned, inPhase float64
	}
}

const (
	pllSeek  = 10      // blocks collected before a lock
	pllFind  = 0.7     // coherence that makes a lock
	pllLose  = 0.25    // coherence below which it is given up
	pllDecay = 1. / 32 // of the running means, a block
)

// NewPLL returns a loop for a tone near centre Hz with at least the given
// amplitude (peak, in units of the input). bandwidth is the loop's one-sided
// noise bandwidth in Hz: 10 suits a broadcast pilot; at most 100.
func NewPLL(centre, bandwidth, amplitude, rate float64) *PLL {
	if !(centre > 0 && centre < rate/2 && bandwidth > 0 && bandwidth <= 100 && amplitude > 0) {
		panicf("PLL at %g Hz of bandwidth %g Hz for amplitude %g at %g samples a second", centre, bandwidth, amplitude, rate)
	}
	p := &PLL{circle: UnitCircle(), rate: rate, centre: PhaseStep(centre, rate), threshold: amplitude}
	p.step = p.centre
	p.block = max(1, int(math.Round(rate/1000)))
	const damping = math.Sqrt2 / 2
	natural := 2 * bandwidth / (damping + 1/(4*damping)) * float64(p.block) / rate // radians a block
	p.kp, p.ki = 2*damping*natural, natural*natural
	return p
}

// Locked reports whether there is lock at the sample that comes next.
func (p *PLL) Locked() bool { return p.locked }

// Tone returns the mean frequency (Hz) and amplitude (peak) of the tone over
// all the time with lock, and that time in seconds; all 0 without any lock.
func (p *PLL) Tone() (frequency, amplitude, seconds float64) {
	if p.total.blocks == 0 {
		return 0, 0, 0
	}
	samples := float64(p.total.blocks) * float64(p.block)
	centre := float64(int64(p.centre)) / (1 << 64) * p.rate
	frequency = centre + p.total.turned/(2*math.Pi)*p.rate/samples
	return frequency, 2 * p.total.inPhase / samples, samples / p.rate
}

// Transform follows the tone; see the package documentation.
func (p *PLL) Transform(dst []complex64, src []float32, _ bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	for done := 0; done < n; {
		m := min(n-done, p.block-p.n)
		p.mix(dst[done:done+m], src[done:done+m])
		done += m
		if p.n += m; p.n == p.block {
			p.steer()
			p.n, p.sum = 0, 0
		}
	}
	return n, n, nil
}

// mix works on samples of one block: writes the phasors and adds to the sum.
func (p *PLL) mix(dst []complex64, src []float32) {
	dst = dst[:len(src)]
	phase, i, q := p.phase, real(p.sum), imag(p.sum)
	for k, x := range src {
		w := p.circle.At(phase)
		dst[k] = w
		i += float64(x) * float64(real(w))
		q -= float64(x) * float64(imag(w))
		phase += p.step
	}
	p.phase, p.sum = phase, complex(i, q)
	if !p.locked {
		clear(dst)
	}
}

// steer ends a block.
func (p *PLL) steer() {
	z := p.sum
	if cmplx.IsNaN(z) || cmplx.IsInf(z) {
		z = 0
	}
	energy := real(z)*real(z) + imag(z)*imag(z)
	if !p.locked {
		p.count, p.mean, p.power = p.count+1, p.mean+z, p.power+energy
		if p.count == pllSeek {
			p.seek()
		}
		return
	}
	off := atan2(imag(z), real(z))
	p.drift += p.ki * off
	turn := p.drift + p.kp*off
	p.step = p.centre + phaseOf(turn/(2*math.Pi*float64(p.block)))
	p.total.blocks++
	p.total.turned += turn
	p.total.inPhase += real(z)

	p.mean += (z - p.mean) * pllDecay
	p.power += (energy - p.power) * pllDecay
	if !p.agree(p.mean, p.power, pllLose, p.threshold/2) {
		p.locked, p.step, p.drift = false, p.centre, 0
		p.count, p.mean, p.power = 0, 0, 0
	}
}

// seek ends a search: takes over the phase of the blocks collected if they agree.
func (p *PLL) seek() {
	mean, power := p.mean/pllSeek, p.power/pllSeek
	p.count, p.mean, p.power = 0, 0, 0
	if !p.agree(mean, power, pllFind, p.threshold) {
		return
	}
	p.locked, p.mean, p.power = true, complex(cmplx.Abs(mean), 0), power
	p.phase += phaseOf(cmplx.Phase(mean) / (2 * math.Pi))
}

// agree tells whether blocks of the given mean and mean squared magnitude hold a tone.
func (p *PLL) agree(mean complex128, power, coherence, amplitude float64) bool {
	a := cmplx.Abs(mean)
	return a*a >= coherence*power && 2*a >= amplitude*float64(p.block)
}
