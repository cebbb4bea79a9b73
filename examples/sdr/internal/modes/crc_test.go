package modes

import (
	"encoding/hex"
	"math/bits"
	"testing"
)

func fromHex(t testing.TB, s string) Message {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	m, ok := Parse(b)
	if !ok {
		t.Fatalf("Parse of %d bytes", len(b))
	}
	return m
}

// Messages of The 1090 Megahertz Riddle and of pyModeS' tests.
func TestSyndrome(t *testing.T) {
	for message, want := range map[string]uint32{
		"8d406b902015a678d4d220aa4bda": 0,
		"8d4840d6202cc371c32ce0576098": 0,
		"8d4840d6202cc371c32ce0576099": 1,
		"280010248c796b":               0x4d2023, // the address of DF 5
		"5d4d20237a559a":               60,       // the interrogator of DF 11
	} {
		m := fromHex(t, message)
		if m.Syndrome != want {
			t.Errorf("%s: syndrome %06x, want %06x", message, m.Syndrome, want)
		}
	}
}

// The code tells any error of up to 5 bits, hence also of one and two: no two
// of these give the same syndrome.
func TestSyndromesOfBitErrors(t *testing.T) {
	seen := map[uint32]int{}
	var b [14]byte
	for i := range 112 {
		b[i/8] ^= 128 >> (i % 8)
		for j := range i + 1 {
			if j < i {
				b[j/8] ^= 128 >> (j % 8)
			}
			s := syndrome(b[:])
			if before, ok := seen[s]; ok || s == 0 {
				t.Fatalf("errors in bits %d and %d: syndrome %06x, as %d", i, j, s, before)
			}
			seen[s] = 1000*i + j
			if j < i {
				b[j/8] ^= 128 >> (j % 8)
			}
		}
		b[i/8] ^= 128 >> (i % 8)
	}
}

// The generator, as Annex 10 spells it out, and long division by it.
func TestGenerator(t *testing.T) {
	want := uint32(0)
	for _, power := range []int{23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 10, 3, 0} {
		want |= 1 << power
	}
	if generator != want || bits.OnesCount32(generator) != 15 {
		t.Fatalf("generator %06x, want %06x", generator, want)
	}
	data := []byte{0x8d, 0x48, 0x40, 0xd6}
	r := uint64(0x8d4840d6) << 24
	for i := 55; i >= 24; i-- {
		if r>>i&1 != 0 {
			r ^= (1<<24 | generator) << (i - 24)
		}
	}
	if got := Parity(data); uint64(got) != r {
		t.Errorf("parity %06x, by long division %06x", got, r)
	}
}
