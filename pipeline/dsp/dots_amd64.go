package dsp

//go:noescape
func dots4RealAVX2(dst *[4]float32, w0, w1, w2, w3, t0, t1, t2, t3 *float32, whole, rest int)

//go:noescape
func dots4ComplexAVX2(dst *[4]complex64, w0, w1, w2, w3 *complex64, t0, t1, t2, t3 *float32, whole, rest int)

type dots4[T Sample] func(dst *[4]T, w0, w1, w2, w3 *T, t0, t1, t2, t3 *float32, whole, rest int)

// newDots returns what computes four outputs: dst[n] is the sum of the taps of
// row[n] with the samples from src[at[n]] on. A sample fills size lanes.
func newDots[T Sample](run dots4[T], size int, rows [][]float32) dots[T] {
	const lanes = 8
	taps := len(rows[0])
	whole, rest := taps*size/lanes, taps*size%lanes
	weights := make([][]float32, len(rows))
	for p, row := range rows {
		weights[p] = repeated(row, size, lanes)
	}
	return func(dst *[4]T, src []T, at, row *[4]int) {
		run(dst, &src[at[0]:][:taps][0], &src[at[1]:][:taps][0], &src[at[2]:][:taps][0], &src[at[3]:][:taps][0],
			&weights[row[0]][0], &weights[row[1]][0], &weights[row[2]][0], &weights[row[3]][0], whole, rest)
	}
}

// rowKernel returns the fastest of the instructions asked for.
func rowKernel[T Sample](set isa, rows [][]float32) dots[T] {
	if set == portable {
		return plainRows[T](rows)
	}
	var k any
	switch any(*new(T)).(type) {
	case float32:
		k = newDots(dots4RealAVX2, 1, rows)
	case complex64:
		k = newDots(dots4ComplexAVX2, 2, rows)
	}
	return k.(dots[T])
}
