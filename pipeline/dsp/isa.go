package dsp

// isa is the set of instructions that the inner loops of a block are written
// in. A block takes the best that the processor has when it is made, and keeps
// to it: each has an order of summation of its own, and thus its own rounding.
type isa int

const (
	portable isa = iota // Go, and the reference for the others
	avx2                // amd64: AVX2 and FMA
	avx512              // amd64: AVX-512 F and DQ besides
)

func (i isa) String() string { return [...]string{"portable", "AVX2", "AVX-512"}[i] }
