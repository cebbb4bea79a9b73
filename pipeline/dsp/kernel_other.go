//go:build !amd64 && !arm64

package dsp

func newRealKernel(_ isa, taps []float32, step int) func(dst, src []float32) {
	return plainReal(taps, step)
}

func newComplexKernel(_ isa, taps []float32, step int) func(dst, src []complex64) {
	return plainComplex(taps, step)
}

func newTurnKernel(_ isa, taps []complex64, step int) func(dst, src []complex64) {
	return plainTurn(taps, step)
}
