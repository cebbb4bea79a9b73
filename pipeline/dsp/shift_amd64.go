package dsp

//go:noescape
func shiftAVX2(dst, src *complex64, circle *Circle, n int, phase, step uint64)

// mixFor returns the oscillator's loop in the instructions asked for. Each
// sample is computed alike in every lane: what is left of the last four is four
// that overlap, or are padded.
func mixFor(set isa) func(dst, src []complex64, circle *Circle, phase, step uint64) {
	if set == portable {
		return plainShift
	}
	return func(dst, src []complex64, circle *Circle, phase, step uint64) {
		n := len(dst)
		src = src[:n]
		switch {
		case n >= 4:
			shiftAVX2(&dst[0], &src[0], circle, n&^3, phase, step)
			if at := n - 4; at&3 != 0 {
				shiftAVX2(&dst[at], &src[at], circle, 4, phase+uint64(at)*step, step)
			}
		case n > 0:
			var x, y [4]complex64
			copy(x[:], src)
			shiftAVX2(&y[0], &x[0], circle, 4, phase, step)
			copy(dst, y[:])
		}
	}
}
