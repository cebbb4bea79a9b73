package modes

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Of a message that is made as the model says, with white noise on its
// magnitudes, the distance of the readings is known.
func TestClear(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 5))
	for _, rate := range []float64{2e6, 2.4e6, 4e6, 10e6} {
		g, err := newGrid(rate)
		if err != nil {
			t.Fatal(err)
		}
		s := newSequences(g)
		for phase := range g.ticks {
			data := make([]byte, 14)
			for i := range data {
				data[i] = byte(rnd.Uint32())
			}
			m := pulses(g, phase, data)
			const floor, step, rms = 0.3, 0.5, 0.1
			for i := range m {
				m[i] = floor + step*m[i] + rms*float32(rnd.NormFloat64())
			}
			want := step / rms * math.Sqrt(rate/1e6)
			if got := s.clear(data, m, phase); math.Abs(got/want-1) > 0.2 {
				t.Errorf("%g samples a second, phase %d: %.2f, want %.2f", rate, phase, got, want)
			}
			// Every second bit the other way about: the pulses say nothing.
			for i := range data {
				data[i] ^= 0x55
			}
			if got := s.clear(data, m, phase); math.Abs(got) > want/4 {
				t.Errorf("%g samples a second, phase %d: %.2f with half of the bits wrong", rate, phase, got)
			}
		}
	}
}

// What cannot tell is not clear, and nothing past the end is looked at.
func TestClearEdges(t *testing.T) {
	g, err := newGrid(2e6)
	if err != nil {
		t.Fatal(err)
	}
	s := newSequences(g)
	data := []byte{0x8d, 0x4d, 0x20, 0x23, 0x58, 0x6d, 0x60}
	m := pulses(g, 2, data)
	for name, m := range map[string][]float32{
		"none": nil, "preamble": m[:16], "silence": make([]float32, 200),
		"no numbers": {30: float32(math.NaN()), 200: 0}, "endless": {30: float32(math.Inf(1)), 200: 0},
	} {
		if got := s.clear(data, m, 2); got >= sureness {
			t.Errorf("%s: %g", name, got)
		}
	}
	whole := s.clear(data, m, 2)
	if got := s.clear(data, m[:len(m)-2:len(m)-2], 2); !(whole > 1000 && got > 1000) {
		t.Errorf("%g, %g without the last bit", whole, got)
	}
}

// pulses returns the samples of a message: which part of each is pulse.
func pulses(g grid, phase int, data []byte) []float32 {
	m := make([]float32, g.samples(preambleLength+8*len(data)))
	for i := range m {
		for _, begin := range preamblePulses {
			m[i] += g.overlap(i, phase, begin, begin+0.5)
		}
		for k := range 8 * len(data) {
			begin := preambleLength + float64(k) + 0.5*float64(1-field(data, k, 1))
			m[i] += g.overlap(i, phase, begin, begin+0.5)
		}
	}
	return m
}
