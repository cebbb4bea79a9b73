package modestx

import (
	"math"
	"strings"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

// The messages of a flight, as bytes with their parity. All but AllCall are
// guarded or overlaid as ICAO Annex 10 Volume IV, 3.1.2 says.

// Identification returns the extended squitter with the call sign.
func (f Flight) Identification() []byte {
	const characters = "#ABCDEFGHIJKLMNOPQRSTUVWXYZ##### ###############0123456789######"
	me := uint64(4) << 51 // type 4, category 0
	for i := range 8 {
		c := byte(' ')
		if i < len(f.Ident) {
			c = f.Ident[i]
		}
		me |= uint64(max(0, strings.IndexByte(characters, c))) << (42 - 6*i)
	}
	return f.squitter(me)
}

// Position returns the extended squitter with height and half of a position.
func (f Flight) Position(odd bool) []byte {
	lat, lon := encodeCPR(f.Lat, f.Lon, odd)
	me := uint64(11)<<51 | f.altitude()<<36 | uint64(lat)<<17 | uint64(lon)
	if odd {
		me |= 1 << 34
	}
	return f.squitter(me)
}

// Velocity returns the extended squitter with speed, track and vertical rate.
func (f Flight) Velocity() []byte {
	sin, cos := math.Sincos(f.Track * math.Pi / 180)
	me := uint64(19)<<51 | 1<<48
	me |= signed(f.Speed*sin, 10)<<32 | signed(f.Speed*cos, 10)<<21
	me |= signed(f.VerticalRate/64, 9) << 10
	return f.squitter(me)
}

// AllCall returns the short squitter, the address alone.
func (f Flight) AllCall() []byte {
	return seal([]byte{11<<3 | 5, byte(f.Address >> 16), byte(f.Address >> 8), byte(f.Address)}, 0)
}

// AltitudeReply returns the answer to a radar that asks for the height.
func (f Flight) AltitudeReply() []byte {
	a := f.altitude() // 13 bits: one more, 0 for feet, in the middle
	return f.reply(4, a>>6<<7|a&0x3f)
}

// IdentityReply returns the answer to a radar that asks for the squawk.
func (f Flight) IdentityReply() []byte {
	var code uint64
	for i, bit := range [12]int{7, 9, 11, 1, 3, 5, 8, 10, 12, 0, 2, 4} { // A4 A2 A1 B4 …
		code |= uint64(f.Squawk>>(11-i)&1) << bit
	}
	return f.reply(5, code)
}

// squitter returns DF 17 with 56 bits of content.
func (f Flight) squitter(me uint64) []byte {
	b := []byte{17<<3 | 5, byte(f.Address >> 16), byte(f.Address >> 8), byte(f.Address)}
	for shift := 48; shift >= 0; shift -= 8 {
		b = append(b, byte(me>>shift))
	}
	return seal(b, 0)
}

// reply returns a short message with 13 bits of content; the address is laid
// over the parity.
func (f Flight) reply(df byte, code uint64) []byte {
	return seal([]byte{df << 3, 0, byte(code >> 8), byte(code)}, f.Address)
}

// altitude returns the height as 12 bits, in steps of 25 feet.
func (f Flight) altitude() uint64 {
	n := uint64(math.Round((f.Altitude + 1000) / 25))
	return n>>4<<5 | 1<<4 | n&15
}

// signed returns a sign and a magnitude of n bits, one more than what it is: 0
// says that nothing is known.
func signed(v float64, n int) uint64 {
	u := uint64(math.Round(math.Abs(v))) + 1
	if v < 0 {
		u |= 1 << n
	}
	return u
}

// seal appends the parity.
func seal(b []byte, overlay uint32) []byte {
	p := modes.Parity(b) ^ overlay
	return append(b, byte(p>>16), byte(p>>8), byte(p))
}
