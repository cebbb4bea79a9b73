package fmtx

import (
	"math"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

const (
	deviation = 75e3
	pilotPart = 0.09 // of the deviation
	tonePart  = 0.4  // of the deviation for each tone, before pre-emphasis
	rdsPart   = 2e3 / deviation
)

// modulator is one station on the air. All phases are integers, a turn being
// 2^64: the 38 kHz carrier is exactly twice the pilot, for ever.
type modulator struct {
	circle      *dsp.Circle
	left, right tone
	pilot       tone
	carrier38   float32        // amplitude of the carrier of left - right
	rds         *rds.Modulator // nil: the station sends none
	rdsLevel    float32
	carrier     uint64  // phase of the station's carrier
	centre      uint64  // its step without modulation
	swing       float64 // its step more at full deviation
	level       float32
}

func newModulator(s Station, rate, preEmphasis float64) modulator {
	m := modulator{
		circle: dsp.UnitCircle(),
		left:   newTone(s.Left, rate, preEmphasis, tonePart),
		right:  newTone(s.Right, rate, preEmphasis, tonePart),
		pilot:  newTone(19e3, rate, 0, pilotPart),

		carrier38: float32(glide(38e3, rate)),
		centre:    dsp.PhaseStep(s.Offset, rate),
		swing:     deviation / rate * (1 << 64),
		level:     float32(s.Level),
	}
	if s.Groups != nil {
		m.rds, m.rdsLevel = rds.NewModulator(s.Groups), float32(rdsPart*glide(rds.Subcarrier, rate))
	}
	return m
}

// glide is how much a sine of f Hz is worth on the mean over one sample. The
// frequency on the air glides while ours is steady from sample to sample; the
// phase is right at each sample when the steps have the amplitude of the mean.
func glide(f, rate float64) float64 {
	x := math.Pi * f / rate
	return math.Sin(x) / x
}

// add puts the station on top of what dst holds.
func (m *modulator) add(dst []complex64) {
	c := m.circle
	for i := range dst {
		left, right := m.left.next(c), m.right.next(c)
		carrier38 := imag(c.At(2*m.pilot.phase)) * m.carrier38
		multiplex := (left+right)/2 + (left-right)/2*carrier38
		if m.rds != nil {
			multiplex += m.rds.Next(m.pilot.phase) * m.rdsLevel
		}
		multiplex += m.pilot.next(c)
		p := c.At(m.carrier)
		dst[i] += complex(real(p)*m.level, imag(p)*m.level)
		m.carrier += m.centre + uint64(int64(float64(multiplex)*m.swing))
	}
}
