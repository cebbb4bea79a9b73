package dsp

// FIR is a filter that keeps one output in decimation: it computes only those
// it keeps. Its history, what it leaves in src, is Taps()-1 samples; src must be
// able to hold Taps().
//
// Outputs are off by rounding alone, at most by (Taps()+2)·6e-8 times the sum of
// |tap·sample|, typically by a tenth of that or less. The order of summation is
// the same for all outputs, but differs from processor to processor.
//
// Cost: one multiply-add a tap and output, two for complex64, four if the taps
// are complex too. On amd64 and arm64 outputs are computed in blocks of 4 to
// 128, and a smaller batch costs as much as a block.
type FIR[T Sample] struct {
	taps       int
	decimation int
	skip       int // samples to drop before the next window; > 0 only if decimation > len(taps)
	filter     func(dst, src []T)
}

// NewFIR returns a filter with the given taps (at least one; copied) that
// keeps every decimation-th output (1: all). taps[0] weighs the newest sample.
func NewFIR[T Sample](taps []float32, decimation int) *FIR[T] {
	if len(taps) < 1 || decimation < 1 {
		panicf("filter with %d taps, decimation %d", len(taps), decimation)
	}
	return newFIR[T](best(), taps, decimation)
}

// NewComplexFIR is NewFIR for complex taps, whose response is not the same on
// both sides of 0 Hz: for one side band, one of many channels (a low-pass whose
// tap k is turned by e^(2πi·f·k/rate) passes what lies around f Hz) or an
// equaliser.
func NewComplexFIR(taps []complex64, decimation int) *FIR[complex64] {
	if len(taps) < 1 || decimation < 1 {
		panicf("filter with %d complex taps, decimation %d", len(taps), decimation)
	}
	return newComplexFIR(best(), taps, decimation)
}

func newComplexFIR(set isa, taps []complex64, decimation int) *FIR[complex64] {
	taps = reversed(taps)
	return &FIR[complex64]{taps: len(taps), decimation: decimation, filter: newTurnKernel(set, taps, decimation)}
}

func newFIR[T Sample](set isa, taps []float32, decimation int) *FIR[T] {
	taps = reversed(taps)
	return &FIR[T]{taps: len(taps), decimation: decimation, filter: newKernel[T](set, taps, decimation)}
}

// Taps returns the number of taps: the fewest samples that give an output.
func (f *FIR[T]) Taps() int { return f.taps }

// Decimation returns the number of input samples an output stands for.
func (f *FIR[T]) Decimation() int { return f.decimation }

// GroupDelay returns the delay of linear-phase (symmetric) taps in input
// samples: output n describes the input at sample n·Decimation() + GroupDelay().
func (f *FIR[T]) GroupDelay() float64 { return float64(f.taps-1) / 2 }

// Delay returns -GroupDelay(): the middle of the window that an output is made
// of lies ahead of it.
func (f *FIR[T]) Delay() float64 { return -f.GroupDelay() }

// Rate returns 1, Decimation().
func (f *FIR[T]) Rate() (out, in int) { return 1, f.decimation }

// MinInput returns Taps(): fewer samples give no output.
func (f *FIR[T]) MinInput() int { return f.taps }

// Transform filters; see the package documentation. It needs Taps() samples
// in src for an output.
func (f *FIR[T]) Transform(dst, src []T, atEOF bool) (nDst, nSrc int, err error) {
	nSrc = min(f.skip, len(src))
	f.skip -= nSrc
	if left := len(src) - nSrc; left >= f.taps {
		nDst = min(len(dst), (left-f.taps)/f.decimation+1)
		f.filter(dst[:nDst], src[nSrc:])
		next := nSrc + nDst*f.decimation
		nSrc = min(next, len(src))
		f.skip = next - nSrc
	}
	if atEOF && len(src)-nSrc < f.taps {
		nSrc = len(src)
	}
	return nDst, nSrc, nil
}

// reversed returns a copy whose tap k meets sample k of a window.
func reversed[T Sample](taps []T) []T {
	r := make([]T, len(taps))
	for i, t := range taps {
		r[len(r)-1-i] = t
	}
	return r
}
