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
