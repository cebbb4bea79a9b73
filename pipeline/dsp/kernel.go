package dsp

// newKernel returns what computes dst[n] = sum of taps[k]·src[n·step+k] for all
// of dst, in the instructions asked for.
func newKernel[T Sample](set isa, taps []float32, step int) func(dst, src []T) {
	var k any
	switch any(*new(T)).(type) {
	case float32:
		k = newRealKernel(set, taps, step)
	case complex64:
		k = newComplexKernel(set, taps, step)
	}
	return k.(func(dst, src []T))
}

// The kernels below compute outputs side by side: each output is one chain of
// dependent additions, and independent chains hide one another's latency. Each
// output is summed in the order of the taps, whichever lane it falls in, and
// the lanes that are too many at the end repeat the last output instead of
// taking another path: one loop computes them all, so that a compiler which
// fuses multiplication and addition fuses them alike for every output.

func plainReal(taps []float32, step int) func(dst, src []float32) {
	return func(dst, src []float32) {
		for n := 0; n < len(dst); n += 4 {
			n1, n2, n3 := lanes(n, len(dst))
			dst[n], dst[n1], dst[n2], dst[n3] = dotReal4(src[n*step:], src[n1*step:], src[n2*step:], src[n3*step:], taps)
		}
	}
}

func plainComplex(taps []float32, step int) func(dst, src []complex64) {
	return func(dst, src []complex64) {
		for n := 0; n < len(dst); n += 4 {
			n1, n2, n3 := lanes(n, len(dst))
			dst[n], dst[n1], dst[n2], dst[n3] = dotComplex4(src[n*step:], src[n1*step:], src[n2*step:], src[n3*step:], taps)
		}
	}
}

func plainTurn(taps []complex64, step int) func(dst, src []complex64) {
	return func(dst, src []complex64) {
		for n := 0; n < len(dst); n += 2 {
			n1 := min(n+1, len(dst)-1)
			dst[n], dst[n1] = dotTurn2(src[n*step:], src[n1*step:], taps)
		}
	}
}

// lanes returns the three outputs beside n, none beyond the last of end.
func lanes(n, end int) (n1, n2, n3 int) {
	return min(n+1, end-1), min(n+2, end-1), min(n+3, end-1)
}

func dotReal4(w0, w1, w2, w3 []float32, taps []float32) (y0, y1, y2, y3 float32) {
	w0, w1, w2, w3 = w0[:len(taps)], w1[:len(taps)], w2[:len(taps)], w3[:len(taps)]
	for k, t := range taps {
		y0 += w0[k] * t
		y1 += w1[k] * t
		y2 += w2[k] * t
		y3 += w3[k] * t
	}
	return y0, y1, y2, y3
}

func dotComplex4(w0, w1, w2, w3 []complex64, taps []float32) (y0, y1, y2, y3 complex64) {
	w0, w1, w2, w3 = w0[:len(taps)], w1[:len(taps)], w2[:len(taps)], w3[:len(taps)]
	var r0, i0, r1, i1, r2, i2, r3, i3 float32
	for k, t := range taps {
		r0 += real(w0[k]) * t
		i0 += imag(w0[k]) * t
		r1 += real(w1[k]) * t
		i1 += imag(w1[k]) * t
		r2 += real(w2[k]) * t
		i2 += imag(w2[k]) * t
		r3 += real(w3[k]) * t
		i3 += imag(w3[k]) * t
	}
	return complex(r0, i0), complex(r1, i1), complex(r2, i2), complex(r3, i3)
}

// dotTurn2 is written out: the language's complex product would test for
// infinities.
func dotTurn2(w0, w1 []complex64, taps []complex64) (y0, y1 complex64) {
	w0, w1 = w0[:len(taps)], w1[:len(taps)]
	var r0, i0, r1, i1 float32
	for k, t := range taps {
		r0 += real(w0[k])*real(t) - imag(w0[k])*imag(t)
		i0 += real(w0[k])*imag(t) + imag(w0[k])*real(t)
		r1 += real(w1[k])*real(t) - imag(w1[k])*imag(t)
		i1 += real(w1[k])*imag(t) + imag(w1[k])*real(t)
	}
	return complex(r0, i0), complex(r1, i1)
}
