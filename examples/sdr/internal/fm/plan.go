package fm

import (
	"errors"
	"fmt"
	"math"
)

// What a broadcast FM station looks like, in Hz.
const (
	Deviation = 75e3 // peak deviation
	Pilot     = 19e3 // of a stereo multiplex

	// HalfWidth is what a station needs on each side of its carrier.
	HalfWidth = 96e3
	// MinRate is the lowest input rate: room for a station at the centre.
	MinRate = 2 * HalfWidth
)

// ErrRate is wrapped by the error for a station that the input rate has no room for.
var ErrRate = errors.New("sample rate too small")

// Config says what to receive, and how. Fields that are 0 take their default.
type Config struct {
	Rate       float64 // of the input, samples a second; required
	Offset     float64 // of the station from the centre of the input, Hz
	DeEmphasis float64 // time constant in seconds: 75e-6 in the Americas, 50e-6 elsewhere (default)
	AudioRate  float64 // of the frames that come out, 32 kHz or more; default 48 kHz
	Blend      Blend   // between mono and stereo; default DefaultBlend
}

func (c Config) withDefaults() Config {
	if c.DeEmphasis == 0 {
		c.DeEmphasis = 50e-6
	}
	if c.AudioRate == 0 {
		c.AudioRate = 48e3
	}
	return c
}

// check returns an error that wraps ErrRate and names both numbers.
func (c Config) check() error {
	if !(c.Rate >= MinRate) || math.IsInf(c.Rate, 0) {
		return fmt.Errorf("%w: %.0f samples a second, and a broadcast FM station takes %.0f", ErrRate, c.Rate, MinRate)
	}
	if edge := math.Abs(c.Offset) + HalfWidth; !(edge <= c.Rate/2) {
		return fmt.Errorf("%w: a station at %+.0f Hz reaches out to ±%.0f Hz, and %.0f samples a second hold ±%.0f Hz",
			ErrRate, c.Offset, edge, c.Rate, c.Rate/2)
	}
	return nil
}

// decimation is that from the input to the multiplex rate: the largest that
// leaves 240 kS/s, enough for the 200 kHz that matter of a station and for the
// slope of the filter around them.
func (c Config) decimation() int { return max(1, int(c.Rate/240e3)) }
