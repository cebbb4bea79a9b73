//go:build amd64 || arm64

package dsp

type dots4[T Sample] func(dst *[4]T, w0, w1, w2, w3 *T, t0, t1, t2, t3 *float32, whole, rest int)

// newDots returns what computes four outputs: dst[n] is the sum of the taps of
// row[n] with the samples from src[at[n]] on. A sample fills size lanes of a
// register of lanes.
func newDots[T Sample](run dots4[T], size, lanes int, rows [][]float32) dots[T] {
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
