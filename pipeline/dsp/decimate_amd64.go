package dsp

// The filters that compute one output in several; decimate_amd64.h tells how
// they go about it.

//go:noescape
func decimateRealAVX2(dst, src, taps *float32, whole, rest, stride, blocks int)

//go:noescape
func decimateComplexAVX2(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)

//go:noescape
func decimateTurnAVX2(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)

//go:noescape
func decimateRealAVX512(dst, src, taps *float32, whole, rest, stride, blocks int)

//go:noescape
func decimateComplexAVX512(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)

//go:noescape
func decimateTurnAVX512(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)

type decimator[T Sample] func(dst, src *T, taps *float32, whole, rest, stride, blocks int)

// newDecimator returns a filter that computes outputs at a time from samples
// that fill size lanes (1 or 2), in registers of lanes; weights are laid out
// as the samples are, with noughts to the end of the last register.
func newDecimator[T Sample](run decimator[T], outputs, size, lanes int, weights []float32, taps, step int) func(dst, src []T) {
	whole, rest := taps*size/lanes, taps*size%lanes
	return newBlocks(outputs, step, taps, func(dst, src *T, blocks int) {
		run(dst, src, &weights[0], whole, rest, 4*size*step, blocks)
	}).filter
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
