package modes

import (
	"encoding/hex"
	"math"
)

// Message is one that a [Detector] accepted. It holds no pointers: streams of
// them can lie in memory that is mapped twice.
type Message struct {
	Position uint64   // the sample in which the preamble begins, counted from the first of the stream
	Phase    float32  // how far into that sample, 0 to 1, in steps of the Detector
	Level    float32  // of the pulses, in dB; a full-scale carrier is 0
	Syndrome uint32   // 24 bits: 0, an interrogator code (DF 11), or the address (DF 0, 4, 5, 16, 20, 21)
	Bits     uint8    // 56 or 112
	Data     [14]byte // as sent: the first bit is the highest; bytes past Bits are 0
}

// formats are the downlink formats that are accepted, as bits.
const formats = parityFormats | 1<<11 | 1<<17 | 1<<18

// parityFormats are those whose parity is overlaid with the address.
const parityFormats = 1<<0 | 1<<4 | 1<<5 | 1<<16 | 1<<20 | 1<<21

// Parse returns the message of 7 or 14 bytes with its syndrome, and false for
// any other number. It does not judge: that is for the one who knows which
// addresses are about.
func Parse(data []byte) (m Message, ok bool) {
	if len(data) != 7 && len(data) != 14 {
		return m, false
	}
	m.Bits = uint8(8 * copy(m.Data[:], data))
	m.Syndrome = syndrome(data)
	m.Level = float32(math.Inf(-1))
	return m, true
}

// Bytes returns the 7 or 14 bytes of the message; they are part of it.
func (m *Message) Bytes() []byte { return m.Data[:min(m.Bits/8, 14)] }

// DF returns the downlink format: 0 to 24.
func (m *Message) DF() int { return int(min(m.Data[0]>>3, 24)) }

// Address returns the 24-bit address of the aircraft: sent in the clear by
// DF 11, 17 and 18, else laid over the parity. That of a DF 18 is not always
// one of ICAO.
func (m *Message) Address() uint32 {
	switch m.DF() {
	case 11, 17, 18:
		return uint32(field(m.Data[:], 8, 24))
	}
	return m.Syndrome
}

// Hex returns the message as dump1090 prints it: *8d4d2023…;
func (m *Message) Hex() string { return "*" + hex.EncodeToString(m.Bytes()) + ";" }

// field returns n bits of b from the given one on, counted from 0.
func field(b []byte, from, n int) (v uint64) {
	for i := from; i < from+n; i++ {
		v = v<<1 | uint64(b[i/8]>>(7-i%8)&1)
	}
	return v
}
