package dsp

//go:noescape
func dots4RealNEON(dst *[4]float32, w0, w1, w2, w3, t0, t1, t2, t3 *float32, whole, rest int)

//go:noescape
func dots4ComplexNEON(dst *[4]complex64, w0, w1, w2, w3 *complex64, t0, t1, t2, t3 *float32, whole, rest int)

// rowKernel returns the fastest of the instructions asked for.
func rowKernel[T Sample](set isa, rows [][]float32) dots[T] {
	if set == portable {
		return plainRows[T](rows)
	}
	var k any
	switch any(*new(T)).(type) {
	case float32:
		k = newDots(dots4RealNEON, 1, 4, rows)
	case complex64:
		k = newDots(dots4ComplexNEON, 2, 4, rows)
	}
	return k.(dots[T])
}
