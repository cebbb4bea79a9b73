package modes

// preamble recognises the beginning of a message in two steps: a coarse one
// at every sample, which costs little and lets a few percent pass, and a fit of
// the four pulses at each phase.
type preamble struct {
	// Where runs of samples end, at any phase: two pulses, the gap, two pulses, silence.
	first, gap, second, length int
	// How many times the sum of the quiet samples that of the pulses' must be.
	firstTwo, allFour float32

	phases []templates // by phase
}

// templates are the four pulses as samples see them, less their mean.
type templates struct {
	shape  []float32
	mean   float32
	energy float32 // of shape
}

// fit is a preamble found at a phase.
type fit struct {
	phase     int
	low, high float32 // magnitude without and with a pulse
	strength  float32 // energy of the samples that the pulses explain
}

// contrast is how many times the mean of the pulses' samples must exceed that
// of the quiet ones.
const contrast = 1.7

// clearness is how many times the step from low to high must exceed the rms of
// what the fit leaves over.
const clearness = 2.75

func newPreamble(g grid) preamble {
	p := preamble{length: preambleLength * g.bit / g.ticks}
	for phase := range g.ticks {
		t := templates{shape: make([]float32, p.length)}
		for i := range t.shape {
			for _, begin := range preamblePulses {
				t.shape[i] += g.overlap(i, phase, begin, begin+0.5)
			}
			t.mean += t.shape[i] / float32(p.length)
		}
		for i := range t.shape {
			t.shape[i] -= t.mean
			t.energy += t.shape[i] * t.shape[i]
		}
		p.phases = append(p.phases, t)
	}
	p.first, p.gap, p.second = g.halfSamples(3), 7*g.bit/2/g.ticks, g.halfSamples(10)
	ratio := func(pulses, quiet int) float32 { return contrast * float32(pulses) / float32(quiet) }
	p.firstTwo = ratio(p.first, p.gap-p.first)
	p.allFour = ratio(p.first+p.second-p.gap, p.gap-p.first+p.length-p.second)
	return p
}

// next is the coarse step: the offset of the first beginning in m where the
// pulses stand out from the gap and the silence, or of the first for which m is
// too short.
func (p *preamble) next(m []float32) int {
	first, gap, second, length := p.first, p.gap, p.second, p.length
	for i := 0; i+length <= len(m); i++ {
		w := m[i:][:length]
		pulses, quiet := sum(w[:first]), sum(w[first:gap])
		if !(pulses > quiet*p.firstTwo) {
			continue
		}
		pulses += sum(w[gap:second])
		quiet += sum(w[second:])
		if pulses > quiet*p.allFour {
			return i
		}
	}
	return max(0, len(m)-length+1)
}

func sum(m []float32) (s float32) {
	for _, v := range m {
		s += v
	}
	return s
}

// fit writes the phases at which the pulses are clear to dst, which has room
// for all, the best first, and returns how many. m holds length samples at
// least. Least squares: the shape, less its mean, is orthogonal to the floor.
func (p *preamble) fit(dst *[maxTicks]fit, m []float32) int {
	m = m[:p.length]
	mean := sum(m) / float32(p.length)
	var energy float32
	for _, v := range m {
		energy += (v - mean) * (v - mean)
	}
	n := 0
	for phase := range p.phases {
		t := &p.phases[phase]
		var along float32
		for i, v := range m {
			along += v * t.shape[i]
		}
		step := along / t.energy
		strength := step * along
		left := max(0, energy-strength)
		if !(step > 0 && step*step*float32(p.length) >= clearness*clearness*left) {
			continue
		}
		i := n
		for ; i > 0 && dst[i-1].strength < strength; i-- {
			dst[i] = dst[i-1]
		}
		low := mean - step*t.mean
		dst[i] = fit{phase: phase, low: low, high: low + step, strength: strength}
		n++
	}
	return n
}
