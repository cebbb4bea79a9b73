package iq

import (
	"encoding/binary"
	"math"
)

// Append appends samples as they lie in bytes: Size of them each. Components
// are rounded to the nearest step and clipped at full scale, NaN becomes the
// lowest step; the float formats keep every value as it is, the real ones drop
// Q. What Decode read, Append writes again byte by byte. 2 to 8 ns a sample;
// it allocates nothing while dst has room. It panics for a Format that is none.
func (f Format) Append(dst []byte, src []complex64) []byte {
	f.must()
	return formats[f].append(dst, src)
}

func appendPairs(component func([]byte, float32) []byte) func([]byte, []complex64) []byte {
	return func(dst []byte, src []complex64) []byte {
		for _, s := range src {
			dst = component(component(dst, real(s)), imag(s))
		}
		return dst
	}
}

func appendReals(component func([]byte, float32) []byte) func([]byte, []complex64) []byte {
	return func(dst []byte, src []complex64) []byte {
		for _, s := range src {
			dst = component(dst, real(s))
		}
		return dst
	}
}

func putU8(b []byte, x float32) []byte { return append(b, byte(step(x*127.5+127.5, 255))) }
func putS8(b []byte, x float32) []byte { return append(b, byte(step(x*128+128, 255)-128)) }
func putF32(b []byte, x float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
}
func putS16(b []byte, x float32) []byte {
	return binary.LittleEndian.AppendUint16(b, uint16(step(x*32768+32768, 65535)-32768))
}
func putS16BE(b []byte, x float32) []byte {
	return binary.BigEndian.AppendUint16(b, uint16(step(x*32768+32768, 65535)-32768))
}
func putF32BE(b []byte, x float32) []byte {
	return binary.BigEndian.AppendUint32(b, math.Float32bits(x))
}

// step returns the nearest of 0 to top.
func step(x float32, top int32) int32 {
	switch {
	case x >= float32(top):
		return top
	case x > 0:
		return int32(x + 0.5)
	default:
		return 0 // NaN too
	}
}
