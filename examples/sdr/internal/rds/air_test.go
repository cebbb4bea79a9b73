package rds_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// air is a multiplex: RDS with what else a station sends, and noise.
type air struct {
	rate    float64
	groups  int     // sent, after lead samples of noise alone
	lead    int     // samples
	ppm     float64 // by which the transmitter is fast
	turn    uint64  // phase of the subcarrier against the pilot, a turn being 2^64
	drift   float64 // by which the carrier alone is fast, Hz
	wander  float64 // by which that grows, Hz/s
	level   float32 // of the subcarrier, 2 kHz of deviation being 0.027
	pilot   float32
	other   float32 // amplitude of a tone at 53 kHz, the upper edge of left - right
	noise   float64 // standard deviation
	seed    uint64
	content func() [4]uint16
}

func station() air {
	return air{rate: 256e3, groups: 20, level: 0.027, pilot: 0.09, seed: 1, content: random(7)}
}

// random returns groups of any content, always the same for one seed.
func random(seed uint64) func() [4]uint16 {
	rnd := rand.New(rand.NewPCG(seed, 0))
	return func() [4]uint16 {
		r := rnd.Uint64()
		return [4]uint16{uint16(r), uint16(r >> 16), uint16(r >> 32), uint16(r >> 48)}
	}
}

// send returns the multiplex and what was sent in it.
func (a air) send() (multiplex []float32, sent [][4]uint16) {
	m := rds.NewModulator(func() [4]uint16 {
		g := a.content()
		sent = append(sent, g)
		return g
	})
	rnd := rand.New(rand.NewPCG(a.seed, 1))
	step := dsp.PhaseStep(19e3*(1+a.ppm*1e-6), a.rate)
	circle := dsp.UnitCircle()
	n := int(math.Ceil(float64(a.groups) * 104 * 16 * a.rate / (19e3 * (1 + a.ppm*1e-6))))
	multiplex = make([]float32, a.lead+n)
	var pilot uint64
	for i := range multiplex {
		if i >= a.lead {
			s := m.Next(pilot)
			// The carrier alone moves: out with one, in with the other.
			if carrier := imag(circle.At(3 * pilot)); carrier != 0 && (a.turn != 0 || a.drift != 0 || a.wander != 0) {
				s *= imag(circle.At(3*pilot+a.turn)) / carrier
			}
			a.drift += a.wander / a.rate
			a.turn += dsp.PhaseStep(a.drift, a.rate)
			multiplex[i] = a.level*s + a.pilot*imag(circle.At(pilot)) +
				a.other*imag(circle.At(uint64(i)*dsp.PhaseStep(53e3, a.rate)))
			pilot += step
		}
		if a.noise > 0 {
			multiplex[i] += float32(a.noise * rnd.NormFloat64())
		}
	}
	return multiplex, sent[:min(a.groups, len(sent))]
}

// noiseFor returns the noise for the given energy of a bit over the density of the
// noise, both measured: the mean power of the subcarrier of a long stream.
func (a air) noiseFor(decibels float64) float64 {
	a.noise, a.pilot, a.other, a.lead = 0, 0, 0, 0
	m, _ := a.send()
	power := 0.0
	for _, v := range m {
		power += float64(v) * float64(v)
	}
	power /= float64(len(m))
	// Eb = power/BitRate, N0 = 2·variance/rate.
	return math.Sqrt(power / rds.BitRate * a.rate / 2 / math.Pow(10, decibels/10))
}

// receive returns the groups received from a multiplex.
func receive(tb testing.TB, multiplex []float32, rate float64) []rds.Group {
	tb.Helper()
	return drive(tb, rds.NewReceiver(rate), multiplex, pieces(10000))
}
