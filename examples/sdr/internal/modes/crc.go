package modes

// generator is the polynomial of the parity, x^24 + x^23 + … + x^10 + x^3 + 1,
// without its highest term (ICAO Annex 10 Volume IV, 3.1.2.3.3.1.2).
const generator = 0xfff409

// remainders[b] is the remainder of b·x^24.
var remainders = func() (t [256]uint32) {
	for b := range t {
		r := uint32(b) << 16
		for range 8 {
			r <<= 1
			if r&(1<<24) != 0 {
				r ^= 1<<24 | generator
			}
		}
		t[b] = r
	}
	return t
}()

// Parity returns the 24 bits that guard data: what a transmitter overlays with
// an address or an interrogator code and appends. About 1 ns a byte.
func Parity(data []byte) uint32 {
	var r uint32
	for _, b := range data {
		r = r<<8&0xffffff ^ remainders[byte(r>>16)^b]
	}
	return r
}

// syndrome is the parity of all but the last three bytes, exclusive-or these:
// what the transmitter overlaid the parity with, if every bit is right.
func syndrome(b []byte) uint32 {
	n := len(b) - 3
	return Parity(b[:n]) ^ (uint32(b[n])<<16 | uint32(b[n+1])<<8 | uint32(b[n+2]))
}
