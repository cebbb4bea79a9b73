// Package fmtx is a small transmitter: broadcast FM stations in stereo, each
// with a tone left and another right and RDS, side by side in one complex signal.
package fmtx

import (
	"context"
	"io"
	"math"
	"math/rand/v2"

	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// Station is one station of a band.
type Station struct {
	Offset      float64 // from the centre of the band, Hz
	Left, Right float64 // tones, Hz, up to 15 kHz
	Level       float64 // amplitude of the carrier, 1 is full scale

	// Groups returns the next group of RDS, see package rds; nil: there is none.
	Groups func() [4]uint16
}

// Config describes the band.
type Config struct {
	Rate        float64 // samples a second
	Seconds     float64 // length
	PreEmphasis float64 // time constant in seconds
	Noise       float64 // amplitude of the noise below the stations, each part
	Stations    []Station
}

// Transmitter makes the samples of a band, always the same for one Config.
type Transmitter struct {
	modulators []modulator
	noise      float32
	rnd        *rand.Rand
	left       int // samples still to come
}

// New returns a transmitter for the band.
func New(c Config) *Transmitter {
	t := &Transmitter{
		noise: float32(c.Noise),
		rnd:   rand.New(rand.NewPCG(19, 38)),
		left:  int(math.Round(c.Seconds * c.Rate)),
	}
	for _, s := range c.Stations {
		t.modulators = append(t.modulators, newModulator(s, c.Rate, c.PreEmphasis))
	}
	return t
}

// Read makes as many samples as dst holds, and io.EOF after the last.
func (t *Transmitter) Read(_ context.Context, dst []complex64) (int, error) {
	if t.left == 0 {
		return 0, io.EOF
	}
	dst = dst[:min(len(dst), t.left)]
	for i := range dst {
		r := t.rnd.Uint64() // two halves, two flat distributions
		dst[i] = complex(flat(uint32(r))*t.noise, flat(uint32(r>>32))*t.noise)
	}
	for i := range t.modulators {
		t.modulators[i].add(dst)
	}
	t.left -= len(dst)
	return len(dst), nil
}

// flat maps r to -1..1.
func flat(r uint32) float32 { return float32(int32(r)) * (1. / (1 << 31)) }

// tone is a sine of some amplitude.
type tone struct {
	phase, step uint64
	amplitude   float32
}

func newTone(frequency, rate, preEmphasis, amplitude float64) tone {
	boost := math.Hypot(1, 2*math.Pi*frequency*preEmphasis)
	return tone{step: dsp.PhaseStep(frequency, rate), amplitude: float32(amplitude * boost * glide(frequency, rate))}
}

func (t *tone) next(c *dsp.Circle) float32 {
	s := imag(c.At(t.phase)) * t.amplitude
	t.phase += t.step
	return s
}
