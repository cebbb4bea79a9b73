package rds

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// A block worked out in the standard's way: the check bits of 1 in the last place of
// the data are the generator without its highest term.
func TestRemainder(t *testing.T) {
	if r := remainder(1 << checkBits); r != generator&0x3FF {
		t.Errorf("%#x", r)
	}
	for _, offset := range []uint16{offsetA, offsetB, offsetC, offsetC2, offsetD} {
		if r := remainder(encodeBlock(0x9331, offset)); r != offset {
			t.Errorf("offset %#x comes out as %#x", offset, r)
		}
	}
}

// Every burst of up to five bits is put right, wherever it is, and is told apart
// from all the others.
func TestEveryBurstIsCorrected(t *testing.T) {
	table, count := newBursts(), 0
	for errors := uint32(1); errors < 1<<blockBits; errors++ {
		if bits.Len32(errors)-bits.TrailingZeros32(errors) > maxBurst {
			continue
		}
		count++
		r := received{there: true, word: encodeBlock(0xA5C3, offsetC) ^ errors}
		if data, status := r.decode(offsetC, table); data != 0xA5C3 || status != Corrected {
			t.Fatalf("errors %#x: %#x, %v", errors, data, status)
		}
		if _, status := r.decode(offsetC, nil); status != Lost {
			t.Fatalf("errors %#x are %v without correction", errors, status)
		}
	}
	if count != 26+25+2*24+4*23+8*22 {
		t.Errorf("%d bursts", count)
	}
}

// A correction may not go against phases that were sure.
func TestDoubt(t *testing.T) {
	table := newBursts()
	r := received{there: true}
	for i := range r.sure {
		r.sure[i] = 0.9
	}
	r.sure[10], r.sure[11] = 0.1, 0.2
	for errors, want := range map[uint32]Status{
		0b11 << 15:  Corrected, // phase 10 was wrong: bits 9 and 10 of 26
		0b11 << 14:  Corrected, // phase 11
		0b101 << 14: Corrected, // both
		0b11 << 13:  Lost,      // phase 12
		0b1 << 15:   Lost,      // all from 10 on, or all before
		0b101 << 8:  Lost,
	} {
		r.word = encodeBlock(0x1234, offsetA) ^ errors
		if _, got := r.decode(offsetA, table); got != want {
			t.Errorf("errors %026b: %v, want %v", errors, got, want)
		}
	}
}

// feed pushes bits, the first one lasting from sample 0 to 9, and so on.
func feed(f *framer, values []uint32) []Group {
	for i, v := range values {
		f.push(timeBit{v, 0, uint64(10 * i), uint64(10*i + 10)})
	}
	f.finish()
	return f.queue
}

func groupBitsOf(blocks [4]uint16) (b []uint32) {
	for i, offset := range offsets(blocks[1]>>11&1 != 0) {
		word := encodeBlock(blocks[i], offset)
		for k := blockBits - 1; k >= 0; k-- {
			b = append(b, word>>k&1)
		}
	}
	return b
}

func repeat(blocks [4]uint16, n int) (b []uint32) {
	for range n {
		b = append(b, groupBitsOf(blocks)...)
	}
	return b
}

var (
	versionA = [4]uint16{0x9331, 0x20B6, 0x594C, 0x554D}
	versionB = [4]uint16{0x9331, 0x08A1, 0x9331, 0x4142}
)

func TestFramerFromTheFirstBlockOn(t *testing.T) {
	for _, blocks := range [][4]uint16{versionA, versionB} {
		for skip := range groupBits {
			got := feed(newFramer(), repeat(blocks, 4)[skip:])
			lost := (skip + blockBits - 1) / blockBits // blocks not whole
			if lost == 4 {
				got = append([]Group{{}}, got...)
			}
			if len(got) != 4 {
				t.Fatalf("%d bits cut off: %d groups", skip, len(got))
			}
			for i, g := range got {
				for k := range g.Blocks {
					if want := i > 0 || k >= lost; want != (g.Status[k] == Received && g.Blocks[k] == blocks[k]) {
						t.Fatalf("%d bits cut off: group %d is %v", skip, i, g)
					}
				}
				if i > 0 && (g.First != uint64(10*(i*groupBits-skip)) || g.Last != g.First+10*groupBits-1) {
					t.Fatalf("%d bits cut off: group %d from %d to %d", skip, i, g.First, g.Last)
				}
			}
		}
	}
}

// Two blocks without error are enough, whichever they are, as soon as it is known
// how groups lie.
func TestFramerCorrects(t *testing.T) {
	for damaged := range 16 {
		values := repeat(versionA, 4)
		for k := range 4 {
			if damaged>>k&1 != 0 {
				values[2*groupBits+k*blockBits+7] ^= 1
				values[2*groupBits+k*blockBits+11] ^= 1
			}
		}
		g := feed(newFramer(), values)[2]
		if want := bits.OnesCount(uint(damaged)) <= 2; want != g.Complete() || want && g.Blocks != versionA {
			t.Errorf("damaged %04b: %v %v", damaged, g, g.Status)
		}
	}
}

// Bits lost or doubled cost at most three groups; a station that goes and
// one that comes leave nothing between them.
func TestFramerFindsItsWayAgain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		values := repeat(versionA, 4)
		for range rnd.IntN(3000) {
			values = append(values, rnd.Uint32()&1)
		}
		values = append(values, repeat(versionB, 4)...)
		a, b := 0, 0
		for _, g := range feed(newFramer(), values) {
			switch {
			case g.Blocks == versionA:
				a++
			case g.Blocks == versionB:
				b++
			case g.Complete():
				t.Errorf("%v was not sent", g)
			}
		}
		if a != 4 || b < 3 {
			t.Errorf("%d and %d groups of 4", a, b)
		}
	}
}
