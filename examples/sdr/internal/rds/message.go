package rds

import "bytes"

// message puts a text together from segments. A station sends them in order, over
// and over, and may change the text at any time; what it changed from must not be
// mixed with what it changes to.
type message struct {
	chars    [64]byte
	segment  int    // characters in one
	count    int    // segments
	ends     bool   // endOfText ends it
	have     uint16 // segments received
	round    uint16 // of these those since the number last went down
	repeated uint16 // of these those received twice or more, alike
	last     int    // the segment last received
}

// endOfText ends a RadioText shorter than its segments.
const endOfText = 0x0D

func (m *message) clear() { m.have, m.round, m.repeated, m.last = 0, 0, 0, 0 }

// put takes in a segment.
func (m *message) put(i int, chars []byte) {
	if i < m.last {
		m.round = 0
	}
	m.last = i
	bit := uint16(1) << i
	at := m.chars[i*m.segment : (i+1)*m.segment]
	switch same := bytes.Equal(at, chars); {
	case m.have&bit == 0:
	case same:
		m.repeated |= bit
	default: // another text, which began no earlier than this round
		m.have = m.round &^ bit
		m.repeated &= m.have
	}
	copy(at, chars)
	m.have |= bit
	m.round |= bit
}

// received returns the text with spaces for what was not received.
func (m *message) received() []byte {
	s := bytes.Repeat([]byte{' '}, m.count*m.segment)
	for i := range m.count {
		if m.have>>i&1 != 0 {
			copy(s[i*m.segment:], m.chars[i*m.segment:(i+1)*m.segment])
		}
	}
	return s
}

// whole returns the text up to its end if all of it is among the segments of set.
func (m *message) whole(set uint16) ([]byte, bool) {
	for i := range m.count {
		if set>>i&1 == 0 {
			return nil, false
		}
		end := (i + 1) * m.segment
		if n := bytes.IndexByte(m.chars[i*m.segment:end], endOfText); m.ends && n >= 0 {
			return m.chars[:i*m.segment+n], true
		}
	}
	return m.chars[:m.count*m.segment], true
}
