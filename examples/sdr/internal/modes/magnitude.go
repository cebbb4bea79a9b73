package modes

import "math"

// Magnitude turns samples into their magnitudes, which is what a [Detector]
// works on: a full-scale sample gives 1. Samples that are not numbers, or whose
// power no float32 holds, give 0. It has no history, never fails and allocates
// nothing. Cost: about 2 ns a sample. The zero Magnitude is ready to use.
type Magnitude struct{}

// Rate returns 1, 1; see [pipeline.Rated].
func (Magnitude) Rate() (out, in int) { return 1, 1 }

// Transform takes the magnitudes of src.
func (Magnitude) Transform(dst []float32, src []complex64, atEOF bool) (nDst, nSrc int, err error) {
	n := min(len(dst), len(src))
	dst, src = dst[:n], src[:n]
	for i, s := range src {
		re, im := real(s), imag(s)
		p := re*re + im*im
		if !(p <= math.MaxFloat32) {
			p = 0
		}
		dst[i] = float32(math.Sqrt(float64(p)))
	}
	return n, n, nil
}
