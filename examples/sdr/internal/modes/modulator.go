package modes

import (
	"math"
	"math/cmplx"
)

// Modulator makes the waveform of messages: what an antenna would hear of a
// transponder, for tests and demonstrations.
type Modulator struct {
	Rate      float64 // samples a second
	Amplitude float64 // of the pulses; 1 is full scale
	Frequency float64 // of the carrier from the middle of the band, in Hz; transponders are within 1 MHz
	Phase     float64 // of the carrier at sample 0 of the stream, in rad
}

// edge is what a pulse takes to rise and to fall, in microseconds: ICAO asks
// for 0.05 to 0.1 and 0.05 to 0.2 between 10 and 90 %.
const edge = 0.1

// Add adds a message to dst, whose first sample is sample 0 of the stream. The
// preamble begins at a sample, whole or not; what lies outside of dst is lost.
// A sample is the mean of the signal over its interval, from n to n+1, as of a
// receiver with a boxcar filter. It panics when data is not 7 or 14 bytes.
func (m Modulator) Add(dst []complex64, data []byte, at float64) {
	if len(data) != shortBits/8 && len(data) != longBits/8 {
		panicf("message of %d bytes, want %d or %d", len(data), shortBits/8, longBits/8)
	}
	for _, begin := range preamblePulses {
		m.pulse(dst, at, begin)
	}
	for k := range 8 * len(data) {
		m.pulse(dst, at, preambleLength+float64(k)+0.5*float64(1-field(data, k, 1)))
	}
}

// pulse adds one that begins some microseconds after a sample.
func (m Modulator) pulse(dst []complex64, at, begin float64) {
	perSample := 1e6 / m.Rate
	first := math.Floor(at + (begin-edge)/perSample)
	last := math.Floor(at + (begin+0.5+edge)/perSample)
	for n := max(0, first); n <= min(last, float64(len(dst)-1)); n++ {
		from := (n-at)*perSample - begin
		level := m.Amplitude * (charge(from+perSample) - charge(from)) / perSample
		angle := m.Phase + 2*math.Pi*math.Mod(m.Frequency*(n+0.5)/m.Rate, 1)
		dst[int(n)] += complex64(cmplx.Rect(level, angle))
	}
}

// charge is the integral of a pulse up to a time: a trapezoid half as high at 0
// and at 0.5.
func charge(t float64) float64 { return ramp(t+edge/2) - ramp(t-0.5+edge/2) }

// ramp is the integral of what rises from 0 to 1 between 0 and edge.
func ramp(t float64) float64 {
	switch {
	case t <= 0:
		return 0
	case t < edge:
		return t * t / (2 * edge)
	default:
		return t - edge/2
	}
}
