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
