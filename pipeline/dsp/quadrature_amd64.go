package dsp

//go:noescape
func quadratureAVX2(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64)

//go:noescape
func quadratureAVX512(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64)

// anglesFor returns the demodulator's loop in the instructions asked for: all
// of dst from one sample more of src.
func anglesFor(set isa) func(dst []float32, src []complex64, gain float64) {
	switch set {
	case portable:
		return plainAngles
	case avx2:
		return newAngles(quadratureAVX2, 4)
	}
	return newAngles(quadratureAVX512, 8)
}
