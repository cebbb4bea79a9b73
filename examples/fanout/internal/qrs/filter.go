package qrs

// Lengths of the filters in samples: those of the paper times 1.8.
const (
	lowLength    = 11 // of each of two means in a row: zeros at 33 Hz
	highLength   = 57 // of the mean that is taken away: below 5 Hz
	slopeStep    = 2  // between the taps of the derivative
	windowLength = 54

	bandDelay   = lowLength - 1 + (highLength-1)/2
	slopeLength = 4*slopeStep + 1
)

// filter is the chain from samples to the window.
//
// Its integers cannot overflow. With differences of samples of 17 bits, the two
// means have 24, the high-pass 31 before it is scaled down by 512 and 22 after
// it, the derivative 24, its square 48, the window 54.
type filter struct {
	n     uint64 // samples so far
	first int32

	raw  [ringSize]int32 // samples, for the place of the R wave
	low1 [ringSize]int32 // sums of lowLength samples
	low2 [ringSize]int32 // sums of lowLength of those
	band [ringSize]int32
	sq   [ringSize]int64

	sum1, sum2, sum3 int32
	window           int64
}

// ringSize is the number of values each stage remembers: what a top is looked at
// over, see top.
const (
	ringSize = 256
	ringMask = ringSize - 1
)

// push takes a sample and returns the window that ends with it. The signal is
// taken to have been what its first sample is for ever before.
func (f *filter) push(sample int16) int64 {
	if f.n == 0 {
		f.first = int32(sample)
	}
	n := f.n
	f.n++
	x := int32(sample) - f.first

	f.sum1 += x - f.raw[(n-lowLength)&ringMask]
	f.raw[n&ringMask] = x
	f.sum2 += f.sum1 - f.low1[(n-lowLength)&ringMask]
	f.low1[n&ringMask] = f.sum1
	f.sum3 += f.sum2 - f.low2[(n-highLength)&ringMask]
	f.low2[n&ringMask] = f.sum2

	f.band[n&ringMask] = (highLength*f.low2[(n-(highLength-1)/2)&ringMask] - f.sum3) >> 9

	slope := int64(f.slope(n))
	square := slope * slope
	f.window += square - f.sq[(n-windowLength)&ringMask]
	f.sq[n&ringMask] = square
	return f.window
}

// slope returns the derivative that ends with the band's value n.
func (f *filter) slope(n uint64) int32 {
	at := func(back uint64) int32 { return f.band[(n-back)&ringMask] }
	return 2*at(0) + at(slopeStep) - at(3*slopeStep) - 2*at(4*slopeStep)
}
