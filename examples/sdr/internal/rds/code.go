package rds

// A block is 26 bits, the first sent being the highest: 16 of data and a
// checkword of 10, the remainder of data·x^10 divided by the generator plus an
// offset word that tells which block of the group it is. So the remainder of a
// whole block without errors is its offset word. Source: IEC 62106-2, annexes on
// the code (EN 50067, annexes A and B).
const (
	dataBits  = 16
	checkBits = 10
	blockBits = dataBits + checkBits
	groupBits = 4 * blockBits

	generator = 0x5B9 // x^10 + x^8 + x^7 + x^5 + x^4 + x^3 + 1
	maxBurst  = 5     // bits from the first error to the last that can be put right
)

// Offset words, in the order of the blocks.
const (
	offsetA  = 0x0FC
	offsetB  = 0x198
	offsetC  = 0x168 // third block of version A
	offsetC2 = 0x350 // C', third block of version B
	offsetD  = 0x1B4
)

// remainder divides a block by the generator.
func remainder(block uint32) uint16 {
	for i := blockBits - 1; i >= checkBits; i-- {
		if block>>i&1 != 0 {
			block ^= generator << (i - checkBits)
		}
	}
	return uint16(block)
}

// encodeBlock returns the 26 bits of a block.
func encodeBlock(data, offset uint16) uint32 {
	block := uint32(data) << checkBits
	return block | uint32(remainder(block)^offset)
}

// offsets returns the offset words of a group.
func offsets(versionB bool) [4]uint16 {
	if versionB {
		return [4]uint16{offsetA, offsetB, offsetC2, offsetD}
	}
	return [4]uint16{offsetA, offsetB, offsetC, offsetD}
}

// blockOf returns which block of a group has the offset word, and whether any has.
func blockOf(offset uint16) (index int64, ok bool) {
	switch offset {
	case offsetA:
		return 0, true
	case offsetB:
		return 1, true
	case offsetC, offsetC2:
		return 2, true
	case offsetD:
		return 3, true
	}
	return 0, false
}

// bursts maps what errors leave of the remainder to the errors: every burst of up
// to five bits leaves something else. 0 stands for what no such burst leaves.
type bursts [1 << checkBits]uint32

func newBursts() *bursts {
	t := new(bursts)
	for pattern := uint32(1); pattern < 1<<maxBurst; pattern += 2 {
		for errors := pattern; errors < 1<<blockBits; errors <<= 1 {
			t[remainder(errors)] = errors
		}
	}
	return t
}
