package dsp

func newRealKernel(set isa, taps []float32, step int) func(dst, src []float32) {
	switch {
	case set == avx512 && step == 1:
		return newTile(tileRealAVX512, 16, taps)
	case set == avx2 && step == 1:
		return newTile(tileRealAVX2, 8, taps)
	case set == avx512:
		return newDecimator(decimateRealAVX512, 8, 1, 16, repeated(taps, 1, 16), len(taps), step)
	case set == avx2:
		return newDecimator(decimateRealAVX2, 8, 1, 8, repeated(taps, 1, 8), len(taps), step)
	}
	return plainReal(taps, step)
}

func newComplexKernel(set isa, taps []float32, step int) func(dst, src []complex64) {
	switch {
	case set == avx512 && step == 1:
		return newTile(tileComplexAVX512, 8, taps)
	case set == avx2 && step == 1:
		return newTile(tileComplexAVX2, 4, taps)
	case set == avx512:
		return newDecimator(decimateComplexAVX512, 8, 2, 16, repeated(taps, 2, 16), len(taps), step)
	case set == avx2:
		return newDecimator(decimateComplexAVX2, 8, 2, 8, repeated(taps, 2, 8), len(taps), step)
	}
	return plainComplex(taps, step)
}

func newTurnKernel(set isa, taps []complex64, step int) func(dst, src []complex64) {
	switch {
	case set == avx512 && step == 1:
		return newTurn(turnAVX512, 8, taps)
	case set == avx2 && step == 1:
		return newTurn(turnAVX2, 4, taps)
	case set == avx512:
		return newDecimator(decimateTurnAVX512, 4, 2, 16, parted(taps, 16), len(taps), step)
	case set == avx2:
		return newDecimator(decimateTurnAVX2, 4, 2, 8, parted(taps, 8), len(taps), step)
	}
	return plainTurn(taps, step)
}
