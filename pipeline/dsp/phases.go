package dsp

// fewPhases is up to how many phases a resampler treats each as a filter: there
// must be enough outputs of each in a batch to fill a block.
const fewPhases = 16

// phases resamples phase by phase: the outputs of one phase, each one a turn
// after the last, are those of a filter that keeps one output in decimation.
type phases[T Sample] struct {
	filters    []func(dst, src []T)
	decimation int
	out        []T // of one phase
}

func newPhases[T Sample](set isa, rows [][]float32, decimation int) *phases[T] {
	p := &phases[T]{decimation: decimation, out: make([]T, 512)}
	for _, row := range rows {
		p.filters = append(p.filters, newKernel[T](set, row, decimation))
	}
	return p
}

// run computes all of dst, the first output of which has the given phase and
// the window that src begins with.
func (p *phases[T]) run(dst, src []T, phase int) {
	n := len(p.filters)
	for len(dst) > 0 {
		m := min(len(dst), n*len(p.out))
		for i := range min(n, m) {
			at := phase + i*p.decimation
			out := p.out[:(m-i+n-1)/n]
			p.filters[at%n](out, src[at/n:])
			for j, y := range out {
				dst[i+j*n] = y
			}
		}
		if dst = dst[m:]; len(dst) > 0 { // whole turns: the phase is the same again
			src = src[m/n*p.decimation:]
		}
	}
}
