package dsp

// dots computes four outputs, each with taps of its own: dst[n] is the sum of
// row row[n] of the taps with the samples from src[at[n]] on.
type dots[T Sample] func(dst *[4]T, src []T, at, row *[4]int)

// plainRows returns the kernel in Go for rows of taps, all of one length.
func plainRows[T Sample](rows [][]float32) dots[T] {
	var k any
	switch any(*new(T)).(type) {
	case float32:
		k = plainDots(rows, dotReal2)
	case complex64:
		k = plainDots(rows, dotComplex2)
	}
	return k.(dots[T])
}

// plainDots computes two outputs side by side, as many as fit the registers.
func plainDots[T Sample](rows [][]float32, dot2 func(w0, w1 []T, t0, t1 []float32) (y0, y1 T)) dots[T] {
	return func(dst *[4]T, src []T, at, row *[4]int) {
		dst[0], dst[1] = dot2(src[at[0]:], src[at[1]:], rows[row[0]], rows[row[1]])
		dst[2], dst[3] = dot2(src[at[2]:], src[at[3]:], rows[row[2]], rows[row[3]])
	}
}

func dotReal2(w0, w1 []float32, t0, t1 []float32) (y0, y1 float32) {
	w0, w1, t1 = w0[:len(t0)], w1[:len(t0)], t1[:len(t0)]
	for k, t := range t0 {
		y0 += w0[k] * t
		y1 += w1[k] * t1[k]
	}
	return y0, y1
}

func dotComplex2(w0, w1 []complex64, t0, t1 []float32) (y0, y1 complex64) {
	w0, w1, t1 = w0[:len(t0)], w1[:len(t0)], t1[:len(t0)]
	var r0, i0, r1, i1 float32
	for k, t := range t0 {
		u := t1[k]
		r0 += real(w0[k]) * t
		i0 += imag(w0[k]) * t
		r1 += real(w1[k]) * u
		i1 += imag(w1[k]) * u
	}
	return complex(r0, i0), complex(r1, i1)
}
