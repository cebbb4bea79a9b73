//go:build amd64 || arm64

package dsp

// newMix returns the oscillator's loop from a kernel that takes n samples, a
// multiple of four. Each sample is computed alike in every lane: what is left of
// the last four is four that overlap, or are padded.
func newMix(run func(dst, src *complex64, circle *Circle, n int, phase, step uint64)) func(dst, src []complex64, circle *Circle, phase, step uint64) {
	var in, out [4]complex64
	return func(dst, src []complex64, circle *Circle, phase, step uint64) {
		n := len(dst)
		src = src[:n]
		switch {
		case n >= 4:
			run(&dst[0], &src[0], circle, n&^3, phase, step)
			if at := n - 4; at&3 != 0 {
				run(&dst[at], &src[at], circle, 4, phase+uint64(at)*step, step)
			}
		case n > 0:
			copy(in[:], src)
			run(&out[0], &in[0], circle, 4, phase, step)
			copy(dst, out[:])
		}
	}
}
