package fm

// Frame is one moment of sound, left and right, ±1 at the deviation of a
// station that sends no more than it may.
type Frame = [2]float32

// Matrix makes left and right of (L+R)/2 + j(L-R)/2. No delay, no history.
type Matrix struct{}

// Rate returns 1, 1; see [pipeline.Rated].
func (Matrix) Rate() (out, in int) { return 1, 1 }

// Transform adds and subtracts; see package dsp for the contract.
func (Matrix) Transform(dst []Frame, src []complex64, _ bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	dst = dst[:n]
	for i, v := range src[:n] {
		dst[i] = Frame{real(v) + imag(v), real(v) - imag(v)}
	}
	return n, n, nil
}
