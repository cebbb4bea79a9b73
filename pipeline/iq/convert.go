package iq

import (
	"encoding/binary"
	"math"
)

// The four formats of the field have loops of their own: 2 to 3 ns a sample.

func fromCU8(dst []complex64, src []byte) {
	for i := range dst {
		iq := binary.LittleEndian.Uint16(src[2*i:][:2])
		dst[i] = complex(centred[uint8(iq)], centred[iq>>8])
	}
}

func fromCS8(dst []complex64, src []byte) {
	for i := range dst {
		iq := src[2*i:][:2]
		dst[i] = complex(float32(int8(iq[0]))*(1./128), float32(int8(iq[1]))*(1./128))
	}
}

func fromCS16(dst []complex64, src []byte) {
	for i := range dst {
		iq := binary.LittleEndian.Uint32(src[4*i:][:4])
		dst[i] = complex(float32(int16(iq))*(1./32768), float32(int16(iq>>16))*(1./32768))
	}
}

func fromCF32(dst []complex64, src []byte) {
	for i := range dst {
		iq := binary.LittleEndian.Uint64(src[8*i:][:8])
		dst[i] = complex(math.Float32frombits(uint32(iq)), math.Float32frombits(uint32(iq>>32)))
	}
}

// centred is (x-127.5)/127.5 for each byte: the division rounds once.
var centred = func() (t [256]float32) {
	for x := range t {
		t[x] = float32((float64(x) - 127.5) / 127.5)
	}
	return t
}()

// The rare ones are composed of a component and how many make a sample: 4 to
// 8 ns a sample.

func u8(b []byte) float32    { return centred[b[0]] }
func s8(b []byte) float32    { return float32(int8(b[0])) / 128 }
func s16(b []byte) float32   { return float32(int16(binary.LittleEndian.Uint16(b))) / 32768 }
func s16be(b []byte) float32 { return float32(int16(binary.BigEndian.Uint16(b))) / 32768 }
func f32(b []byte) float32   { return math.Float32frombits(binary.LittleEndian.Uint32(b)) }
func f32be(b []byte) float32 { return math.Float32frombits(binary.BigEndian.Uint32(b)) }

// pairs returns the conversion of samples of two components of size bytes.
func pairs(size int, component func([]byte) float32) func([]complex64, []byte) {
	return func(dst []complex64, src []byte) {
		for i := range dst {
			iq := src[2*size*i:]
			dst[i] = complex(component(iq), component(iq[size:]))
		}
	}
}

// reals returns the conversion of samples of one component of size bytes.
func reals(size int, component func([]byte) float32) func([]complex64, []byte) {
	return func(dst []complex64, src []byte) {
		for i := range dst {
			dst[i] = complex(component(src[size*i:]), 0)
		}
	}
}
