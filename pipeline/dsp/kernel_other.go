//go:build !amd64

package dsp

// newKernel returns what computes dst[n] = sum of taps[k]·src[n·step+k] for all
// of dst.
func newKernel[T Sample](_ isa, taps []float32, step int) func(dst, src []T) {
	var k any
	switch any(*new(T)).(type) {
	case float32:
		k = plainReal(taps, step)
	case complex64:
		k = plainComplex(taps, step)
	}
	return k.(func(dst, src []T))
}

// newTurnKernel is newKernel for complex taps.
func newTurnKernel(_ isa, taps []complex64, step int) func(dst, src []complex64) {
	return plainTurn(taps, step)
}
