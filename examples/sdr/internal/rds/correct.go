package rds

// received is a block as it came.
type received struct {
	there bool
	word  uint32
	sure  [1 + blockBits]float32 // of the bit before and of each bit
}

// mostDoubt is how much sureness a correction may go against: one phase that was
// quite sure, or some that were not. More than a third of all words of 26 random
// bits are within a burst of some block: with one block in four bad, this takes
// away most of the wrong corrections, and one in a hundred of the right ones.
const mostDoubt = 0.8

// decode returns the data of the block, corrected if t is not nil.
func (r *received) decode(offset uint16, t *bursts) (uint16, Status) {
	rest := remainder(r.word) ^ offset
	switch {
	case !r.there:
		return 0, Lost
	case rest == 0:
		return uint16(r.word >> checkBits), Received
	case t == nil || t[rest] == 0 || r.doubt(t[rest]) > mostDoubt:
		return 0, Lost
	}
	return uint16((r.word ^ t[rest]) >> checkBits), Corrected
}

// doubt returns how sure those phases were, added up, that would have to be wrong
// for these bits to be. A bit is the difference of two phases, so a wrong phase
// makes two bits wrong that follow one another; and all phases turned over make no
// difference at all.
func (r *received) doubt(errors uint32) float32 {
	var turned, kept float32
	for i, s := range r.sure {
		if i > 0 && errors>>(blockBits-i)&1 != 0 {
			turned, kept = kept, turned
		}
		kept += s
	}
	return min(turned, kept)
}

// decode fills in the blocks, corrected if t is not nil, and returns how many had
// no error. Block B tells the version, on which the offset word of the third
// depends; if B is lost the third counts as either, but without correction.
func (g *Group) decode(blocks *[4]received, t *bursts) (good int) {
	take := func(i int, offset uint16, t *bursts) {
		g.Blocks[i], g.Status[i] = blocks[i].decode(offset, t)
		if g.Status[i] == Received {
			good++
		}
	}
	take(0, offsetA, t)
	take(1, offsetB, t)
	_, version, ok := g.Type()
	switch {
	case !ok && remainder(blocks[2].word) == offsetC2:
		take(2, offsetC2, nil)
	case !ok:
		take(2, offsetC, nil)
	case version == 'B':
		take(2, offsetC2, t)
	default:
		take(2, offsetC, t)
	}
	take(3, offsetD, t)
	return good
}
