package dsp

//go:noescape
func fftFirstAVX2(y, x, tw, turn *complex64, quarter int)

//go:noescape
func fftMiddleAVX2(y, x, tw, turn *complex64, quarter, stride int)

//go:noescape
func fftLast4AVX2(y, x, turn *complex64, quarter int, scale float32)

//go:noescape
func fftLast2AVX2(y, x *complex64, half int, scale float32)

// passesFor returns the passes in the instructions asked for. Every length is a
// multiple of a register of four samples.
func passesFor(set isa) fftPasses {
	if set == portable {
		return plainPasses
	}
	return fftPasses{
		first: func(y, x, tw []complex64, turn complex64) {
			fftFirstAVX2(&y[0], &x[0], &tw[0], &turn, len(x)/4)
		},
		middle: func(y, x, tw []complex64, stride int, turn complex64) {
			fftMiddleAVX2(&y[0], &x[0], &tw[0], &turn, len(x)/4, stride)
		},
		last4: func(y, x []complex64, turn complex64, scale float32) {
			fftLast4AVX2(&y[0], &x[0], &turn, len(x)/4, scale)
		},
		last2: func(y, x []complex64, scale float32) {
			fftLast2AVX2(&y[0], &x[0], len(x)/2, scale)
		},
	}
}
