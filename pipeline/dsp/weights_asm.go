//go:build amd64 || arm64

package dsp

// The order and the form that kernels want taps in.

// woven appends taps to order so that those which are used together, depth of
// them and lanes apart, lie together.
func woven[T Sample](order, taps []T, depth, lanes int) []T {
	for ; len(taps) > 0; taps = taps[depth*lanes:] {
		for lane := range lanes {
			for row := range depth {
				order = append(order, taps[row*lanes+lane])
			}
		}
	}
	return order
}

// repeated returns each tap size times, and noughts to the end of a register.
func repeated(taps []float32, size, lanes int) []float32 {
	w := make([]float32, roundUp(len(taps)*size, lanes))
	for i := range len(taps) * size {
		w[i] = taps[i/size]
	}
	return w
}

// parted returns registers of real parts and of imaginary parts by turns, each
// part twice, and noughts to the end of the last.
func parted(taps []complex64, lanes int) []float32 {
	w := make([]float32, 2*roundUp(len(taps)*2, lanes))
	for i, t := range taps {
		at := 2*i/lanes*2*lanes + 2*i%lanes
		w[at], w[at+1] = real(t), real(t)
		w[at+lanes], w[at+lanes+1] = imag(t), imag(t)
	}
	return w
}

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }
