//go:build amd64 || arm64

package dsp

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
