package rds

import "github.com/seed-ff569660/seamless/pipeline/dsp"

// Modulator makes the subcarrier of a stream of groups for a transmitter, from the
// phase of its pilot: the subcarrier is the third harmonic, in phase with it, and a
// bit is sixteen turns long, so all three stay in step for ever, at any sample
// rate. About 30 ns a sample.
type Modulator struct {
	circle *dsp.Circle
	pulse  *pulse // scaled so that no bits add up to more than 1
	group  func() [4]uint16

	pilot  uint64            // phase of the last sample
	turns  int               // whole turns of the pilot in this bit
	near   [nearBits]float32 // ±1 for the bits around this one, which is the middle one
	blocks [4]uint32         // of the group being sent
	sent   int               // bits of it gone
	sign   float32           // of the last bit made
	begun  bool
}

const (
	nearBits   = int(2 * pulseReach)
	turnsOfBit = 16 // of the pilot
)

// NewModulator returns a modulator for the groups that next returns, such as
// [Encoder.Next].
func NewModulator(next func() [4]uint16) *Modulator {
	p := newPulse()
	scale := 1 / p.peak()
	for i := range p {
		p[i] *= scale
	}
	return &Modulator{circle: dsp.UnitCircle(), pulse: p, group: next, sign: 1, sent: groupBits}
}

// Next returns the subcarrier, within ±1, at a sample where the pilot is
// sin(2π·pilot/2^64). A station gives it 1 to 7.5 kHz of deviation, 2 kHz being
// common. The first bit begins with the turn of the first sample. The pilot must
// move by less than a turn a sample: 19 kS/s or more, and 120 kS/s to hold the
// subcarrier.
func (m *Modulator) Next(pilot uint64) float32 {
	switch {
	case !m.begun:
		m.begun = true
		for i := nearBits / 2; i < nearBits; i++ {
			m.near[i] = m.bit()
		}
	case pilot < m.pilot:
		if m.turns++; m.turns == turnsOfBit {
			m.turns = 0
			copy(m.near[:], m.near[1:])
			m.near[nearBits-1] = m.bit()
		}
	}
	m.pilot = pilot

	at := (float64(m.turns) + float64(pilot>>12)/(1<<52)) / turnsOfBit
	var sum float32
	for i, sign := range m.near {
		shape, _ := m.pulse.at(at + pulseReach - 1 - float64(i))
		sum += sign * shape
	}
	return sum * imag(m.circle.At(3*pilot))
}

// bit returns the next bit as ±1: a 1 of the group turns the sign over.
func (m *Modulator) bit() float32 {
	if m.sent == groupBits {
		m.sent = 0
		data := m.group()
		for i, offset := range offsets(data[1]>>11&1 != 0) {
			m.blocks[i] = encodeBlock(data[i], offset)
		}
	}
	block := m.blocks[m.sent/blockBits]
	if block>>(blockBits-1-m.sent%blockBits)&1 != 0 {
		m.sign = -m.sign
	}
	m.sent++
	return m.sign
}
