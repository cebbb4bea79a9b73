package dsp

//go:noescape
func shiftNEON(dst, src *complex64, circle *Circle, n int, phase, step uint64)

// mixFor returns the oscillator's loop in the instructions asked for.
func mixFor(set isa) func(dst, src []complex64, circle *Circle, phase, step uint64) {
	if set == portable {
		return plainShift
	}
	return newMix(shiftNEON)
}
