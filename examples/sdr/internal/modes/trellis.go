package modes

// trellis holds the ways through a sequence of at most 128 bits that are worth
// keeping: the best that ends in 0 and the best that ends in 1. It has no
// branch for noise to decide. The zero trellis knows nothing of the bit before
// the first.
type trellis struct {
	lead float32      // what ending in 1 costs more than ending in 0
	from [2][2]uint64 // for each bit it may end in: which bit is best before it
}

// silence is the lead after silence, which is like the end of a 1: so certain
// that no sample talks it over, and small enough for float32 to add to.
const silence = -100

// step extends the ways by bit k. cxy is what bit y costs after bit x: the
// squared distance of the samples, less what all ways have in common.
func (t *trellis) step(k int, c00, c10, c01, c11 float32) {
	c10 += t.lead
	c11 += t.lead
	word, shift := k>>6&1, k&63
	t.from[0][word] |= one(c10 < c00) << shift
	t.from[1][word] |= one(c11 < c01) << shift
	t.lead = min(c01, c11) - min(c00, c10)
}

// trace writes the best way of n bits, which is a multiple of 8, to data.
func (t *trellis) trace(data *[14]byte, n int) {
	*data = [14]byte{}
	bit := one(t.lead < 0)
	for k := n - 1; k >= 0; k-- {
		data[k>>3] |= byte(bit << (7 - k&7))
		bit = t.from[bit&1][k>>6&1] >> (k & 63) & 1
	}
}

func one(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}
