package modes

// altitude13 decodes the altitude code of DF 0, 4, 16 and 20, bits
// C1 A1 C2 A2 C4 A4 M B1 Q B2 D2 B4 D4, in feet (Annex 10 Volume IV,
// 3.1.2.6.5.4). ok is false when there is none, or it is in metres.
func altitude13(code uint64) (feet int, ok bool) {
	const m, q = 1 << 6, 1 << 4
	switch {
	case code == 0 || code&m != 0:
		return 0, false
	case code&q != 0:
		n := code>>2&0x7e0 | code>>1&0x10 | code&0xf
		return int(n)*25 - 1000, true
	default:
		return gillham(code)
	}
}

// altitude12 decodes that of an extended squitter: the same without M.
func altitude12(code uint64) (feet int, ok bool) {
	return altitude13(code>>6<<7 | code&0x3f)
}

// gillham decodes steps of 100 feet. D2 D4 A1 A2 A4 B1 B2 B4 is the Gray code
// of 500-foot steps, C1 C2 C4 another of the five in each, run through up and
// down by turns (Annex 10 Volume IV, 3.1.1.7.12.2.3 and its appendix).
func gillham(code uint64) (feet int, ok bool) {
	pick := func(bits ...uint) (v uint64) {
		for _, b := range bits {
			v = v<<1 | code>>b&1
		}
		return v
	}
	fives := gray(pick(2, 0, 11, 9, 7, 5, 3, 1)) // D2 D4 A1 A2 A4 B1 B2 B4
	ones := gray(pick(12, 10, 8))                // C1 C2 C4
	switch ones {
	case 7:
		ones = 5
	case 0, 5, 6:
		return 0, false
	}
	if fives&1 != 0 {
		ones = 6 - ones
	}
	feet = int(fives)*500 + int(ones)*100 - 1300
	return feet, feet >= -1200
}

// gray decodes a Gray code of up to 8 bits.
func gray(v uint64) uint64 {
	v ^= v >> 4
	v ^= v >> 2
	return v ^ v>>1
}

// squawk decodes an identity code, bits C1 A1 C2 A2 C4 A4 X B1 D1 B2 D2 B4 D4,
// into four octal digits A B C D (Annex 10 Volume IV, 3.1.2.6.7.1).
func squawk(code uint64) uint16 {
	var v uint16
	for _, b := range [12]uint{7, 9, 11, 1, 3, 5, 8, 10, 12, 0, 2, 4} {
		v = v<<1 | uint16(code>>b&1)
	}
	return v
}
