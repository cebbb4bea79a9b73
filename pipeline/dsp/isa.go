package dsp

// isa is the set of instructions that the inner loops of a block are written
// in: portable or one that the file of the architecture names. A block takes
// the best that the processor has when it is made, and keeps to it: each has an
// order of summation of its own, and thus its own rounding.
type isa int

// portable is Go, everywhere, and the reference for the others.
const portable isa = 0

func (i isa) String() string {
	if i == portable {
		return "portable"
	}
	return i.name()
}
