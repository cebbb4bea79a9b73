package dsp

//go:noescape
func quadratureNEON(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64)

// anglesFor returns the demodulator's loop in the instructions asked for: all
// of dst from one sample more of src.
func anglesFor(set isa) func(dst []float32, src []complex64, gain float64) {
	if set == portable {
		return plainAngles
	}
	return newAngles(quadratureNEON, 4)
}
