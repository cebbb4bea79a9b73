package dsp

// each is part of the blocks that make one output of every input, of that
// sample or of it and those before.
type each struct{}

// Rate returns 1, 1: an output for every input.
func (each) Rate() (out, in int) { return 1, 1 }

// Delay returns 0: what happens at an input shows at the output of the same number.
func (each) Delay() float64 { return 0 }

// reduced returns the ratio in lowest terms.
func reduced(out, in int) (int, int) {
	a, b := out, in
	for b != 0 {
		a, b = b, a%b
	}
	return out / a, in / a
}
