package dsp

// Resampler changes the rate by interpolation/decimation: as if interpolation-1
// zeros were put after each sample, the low-pass taps applied at that high rate
// and one in decimation outputs kept, computing only what is kept. Source:
// R. E. Crochiere, L. R. Rabiner, Multirate Digital Signal Processing, 1983.
//
// With a decimation of 1 it is the interpolating filter.
//
// An output takes Window() samples, and history is one less. The error is that
// of an [FIR] with as many taps. Cost: Window() multiply-adds an output, twice
// that for complex64. Outputs are computed phase by phase, in blocks as in an
// FIR, or side by side, four at a time, if there are more than 16 phases.
type Resampler[T Sample] struct {
	phases, decimation int
	taps, window       int
	phase              int // row of taps for the next output
	skip               int // samples to drop before the next window
	run                func(dst, src []T, phase int)
}

// NewResampler returns a resampler by interpolation/decimation (each at least
// 1; [Ratio] finds them). taps (at least one; copied) is a low-pass of gain 1
// designed for the rate interpolation·input rate with its stop band at half
// the lower of the input and output rates; the gain that the zeros between the
// samples cost is made good here.
func NewResampler[T Sample](interpolation, decimation int, taps []float32) *Resampler[T] {
	if interpolation < 1 || decimation < 1 || len(taps) < 1 {
		panicf("resampler by %d/%d with %d taps", interpolation, decimation, len(taps))
	}
	return newResampler[T](best(), interpolation, decimation, taps)
}

func newResampler[T Sample](set isa, interpolation, decimation int, taps []float32) *Resampler[T] {
	n := (len(taps) + interpolation - 1) / interpolation
	all := make([]float32, n*interpolation)
	var rows [][]float32 // row p: the taps that meet samples at phase p, reversed
	for p := range interpolation {
		row := all[p*n : (p+1)*n]
		for q := range row {
			if k := p + q*interpolation; k < len(taps) {
				row[n-1-q] = taps[k] * float32(interpolation)
			}
		}
		rows = append(rows, row)
	}
	r := &Resampler[T]{phases: interpolation, decimation: decimation, taps: len(taps), window: n}
	if interpolation <= fewPhases {
		r.run = newPhases[T](set, rows, decimation).run
	} else {
		r.run = newFours(rowKernel[T](set, rows), interpolation, decimation).run
	}
	return r
}

// Interpolation returns the number of phases.
func (r *Resampler[T]) Interpolation() int { return r.phases }

// Decimation returns by how much the interpolated rate is divided.
func (r *Resampler[T]) Decimation() int { return r.decimation }

// Window returns the number of samples an output is made of: the fewest that
// give an output.
func (r *Resampler[T]) Window() int { return r.window }

// GroupDelay returns the delay of linear-phase taps in input samples: output n
// describes the input at sample n·Decimation()/Interpolation() + GroupDelay().
func (r *Resampler[T]) GroupDelay() float64 {
	return float64(r.Window()-1) - float64(r.taps-1)/float64(2*r.phases)
}

// Delay returns -GroupDelay(): the middle of the window that an output is made
// of lies ahead of it.
func (r *Resampler[T]) Delay() float64 { return -r.GroupDelay() }

// Rate returns Interpolation() and Decimation() in lowest terms.
func (r *Resampler[T]) Rate() (out, in int) { return reduced(r.phases, r.decimation) }

// MinInput returns Window(): fewer samples give no output.
func (r *Resampler[T]) MinInput() int { return r.window }

// Transform resamples; see the package documentation. It needs Window()
// samples in src for an output.
func (r *Resampler[T]) Transform(dst, src []T, atEOF bool) (nDst, nSrc int, err error) {
	nSrc = min(r.skip, len(src))
	r.skip -= nSrc
	if room := len(src) - nSrc - r.window; room >= 0 {
		nDst = min(len(dst), (room*r.phases+r.phases-1-r.phase)/r.decimation+1)
		r.run(dst[:nDst], src[nSrc:], r.phase)
		next := r.phase + nDst*r.decimation
		r.phase = next % r.phases
		next = nSrc + next/r.phases
		nSrc = min(next, len(src))
		r.skip += next - nSrc
	}
	if atEOF && len(src)-nSrc < r.window {
		nSrc = len(src)
	}
	return nDst, nSrc, nil
}
