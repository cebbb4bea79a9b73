package dsp

// Of the four quarters of x the kernels are told b and d, the second and the
// fourth, apart; see turned.

//go:noescape
func fftFirstNEON(y, x, b, d, tw *complex64, quarter int)

//go:noescape
func fftMiddleNEON(y, x, b, d, tw *complex64, quarter, stride int)

//go:noescape
func fftLast4NEON(y, x, b, d *complex64, quarter int, scale float32)

//go:noescape
func fftLast2NEON(y, x *complex64, half int, scale float32)

// passesFor returns the passes in the instructions asked for. Every length is a
// multiple of four samples, which is what the loops take.
func passesFor(set isa) fftPasses {
	if set == portable {
		return plainPasses
	}
	return fftPasses{
		first: func(y, x, tw []complex64, turn complex64) {
			b, d := turned(x, turn)
			fftFirstNEON(&y[0], &x[0], b, d, &tw[0], len(x)/4)
		},
		middle: func(y, x, tw []complex64, stride int, turn complex64) {
			b, d := turned(x, turn)
			fftMiddleNEON(&y[0], &x[0], b, d, &tw[0], len(x)/4, stride)
		},
		last4: func(y, x []complex64, turn complex64, scale float32) {
			b, d := turned(x, turn)
			fftLast4NEON(&y[0], &x[0], b, d, len(x)/4, scale)
		},
		last2: func(y, x []complex64, scale float32) {
			fftLast2NEON(&y[0], &x[0], len(x)/2, scale)
		},
	}
}

// turned returns the second and the fourth quarter of x, or the other way round
// for the inverse: to exchange them is to turn the other way.
func turned(x []complex64, turn complex64) (b, d *complex64) {
	b, d = &x[len(x)/4], &x[len(x)/4*3]
	if turn == turnInverse {
		return d, b
	}
	return b, d
}
