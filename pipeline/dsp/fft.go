package dsp

import "math/bits"

// FFT transforms blocks of one length between time and frequency:
//
//	X[k] = sum over n of x[n]·e^(-2πi·kn/N)
//
// The root mean square of the error is below 1e-7·√log2(N) of that of the
// result (for 4096 points 129 dB below it; measured, 138). Nothing is allocated
// after the plan is made. A plan belongs to one goroutine at a time.
//
// Cost: about 4·N·log2(N) additions and multiplications; memory for 4·N samples.
// With AVX2 4096 points take about 10 µs, in Go alone 60.
//
// Source: the autosorting transform in radix 4, with one pass in radix 2 for
// odd powers of two; T. G. Stockham, High-Speed Convolution and Correlation,
// 1966, as told by P. N. Swarztrauber, FFT Algorithms for Vector Computers, 1984.
type FFT struct {
	points  int
	passes  fftPasses
	forward [][]complex64 // the twiddles of every pass but the last
	inverse [][]complex64
	between [2][]complex64 // what passes leave to each other
}

// NewFFT returns a plan for blocks of points samples, a power of two from 16
// on.
func NewFFT(points int) *FFT { return newFFT(best(), points) }

func newFFT(set isa, points int) *FFT {
	if points < 16 || bits.OnesCount(uint(points)) != 1 {
		panicf("FFT of %d points: not a power of two from 16 on", points)
	}
	f := &FFT{points: points, passes: passesFor(set)}
	for i := range f.between {
		f.between[i] = make([]complex64, points)
	}
	f.forward, f.inverse = twiddles(points, -1), twiddles(points, 1)
	return f
}

// Points returns the length of a block.
func (f *FFT) Points() int { return f.points }

// Forward sets dst to the spectrum of src, both of Points() samples, which may
// be the same. dst[k] belongs to the frequency k·rate/N, or (k-N)·rate/N.
func (f *FFT) Forward(dst, src []complex64) {
	f.run(dst, src, f.forward, turnForward, 1)
}

// Inverse sets dst to the samples whose spectrum is src, including the factor
// 1/N: what Forward made of a block becomes that block again. Otherwise it is
// like Forward.
func (f *FFT) Inverse(dst, src []complex64) {
	f.run(dst, src, f.inverse, turnInverse, 1/float32(f.points))
}

func (f *FFT) run(dst, src []complex64, tw [][]complex64, turn complex64, scale float32) {
	if len(dst) != f.points || len(src) != f.points {
		panicf("FFT of %d points from %d to %d samples", f.points, len(src), len(dst))
	}
	x, y := f.between[0], f.between[1]
	f.passes.first(x, src, tw[0], turn)
	stride := 4
	for _, w := range tw[1:] {
		f.passes.middle(y, x, w, stride, turn)
		x, y = y, x
		stride *= 4
	}
	if stride*4 == f.points {
		f.passes.last4(dst, x, turn, scale)
	} else {
		f.passes.last2(dst, x, scale)
	}
}
