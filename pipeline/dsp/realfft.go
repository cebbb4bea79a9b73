package dsp

import "math"

// RealFFT transforms blocks of real samples, for about half the cost of [FFT]
// on the same block: it packs them into half as many complex ones. A plan
// belongs to one goroutine at a time.
//
// Source: the split of a transform into those of even and odd samples; W. H.
// Press et al., Numerical Recipes, 2nd edition, 1992, section 12.3.
type RealFFT struct {
	half   *FFT
	packed []complex64
	circle []complex64 // -i/2·e^(-2πik/N) for k up to N/4
}

// NewRealFFT returns a plan for blocks of points samples, a power of two from
// 32 on.
func NewRealFFT(points int) *RealFFT {
	if points < 32 || points&(points-1) != 0 {
		panicf("real FFT of %d points: not a power of two from 32 on", points)
	}
	f := &RealFFT{
		half:   NewFFT(points / 2),
		packed: make([]complex64, points/2),
		circle: make([]complex64, points/4+1),
	}
	for k := range f.circle {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(points))
		f.circle[k] = complex(float32(-sin/2), float32(-cos/2))
	}
	return f
}

// Points returns the length of a block.
func (f *RealFFT) Points() int { return 2 * len(f.packed) }

// Forward sets dst, of Points()/2+1 places, to the spectrum of src, of Points()
// samples: dst[k] belongs to k·rate/N Hz, from 0 to rate/2. The other half are
// the conjugates of these. The error is as for [FFT].
func (f *RealFFT) Forward(dst []complex64, src []float32) {
	n := len(f.packed)
	if len(src) != 2*n || len(dst) != n+1 {
		panicf("real FFT of %d points from %d samples to %d bins", 2*n, len(src), len(dst))
	}
	for i := range f.packed {
		f.packed[i] = complex(src[2*i], src[2*i+1])
	}
	f.half.Forward(dst[:n], f.packed)
	dst[n] = dst[0]
	for k, w := range f.circle {
		// The transform of the even samples, and that of the odd ones turned into
		// place: bin k is their sum, the conjugate of bin n-k their difference.
		a, b := dst[k], dst[n-k]
		b = complex(real(b), -imag(b))
		even, odd := scaled(a+b, 0.5), product(a-b, w)
		dst[k] = even + odd
		other := even - odd
		dst[n-k] = complex(real(other), -imag(other))
	}
}
