package rds

import "github.com/seed-ff569660/seamless/pipeline/dsp"

// baseband brings the subcarrier to 0 Hz and to a rate that is low but not so
// low that anything falls on the 2.4 kHz on each side of it. What is near, the
// difference of left and right from 4 kHz on, is left to the matched filter.
type baseband struct {
	circle      *dsp.Circle
	phase, step uint64
	fir         *dsp.FIR[complex64]
	mixed       []complex64 // what the filter has not used up, then space
	pending     int         // samples in mixed
	out         []complex64
}

const (
	basebandRate  = 14e3 // at least, if the multiplex has 28 kS/s or more
	halfBand      = 2400
	basebandChunk = 1024 // samples mixed at a time
)

func newBaseband(rate float64) *baseband {
	decimation := int(rate / basebandRate)
	taps := dsp.KaiserLowPass(halfBand, rate/float64(decimation)-halfBand, 60, rate)
	return &baseband{
		circle: dsp.UnitCircle(),
		step:   dsp.PhaseStep(-Subcarrier, rate),
		fir:    dsp.NewFIR[complex64](taps, decimation),
		mixed:  make([]complex64, len(taps)+basebandChunk),
		out:    make([]complex64, basebandChunk/decimation+2),
	}
}

// filter takes in samples of the multiplex, says how many, and returns what
// comes out, valid until the next call.
func (b *baseband) filter(src []float32) (out []complex64, used int) {
	space := b.mixed[b.pending:]
	used = min(len(src), len(space), basebandChunk)
	phase := b.phase
	for i, x := range src[:used] {
		// No number at all would stay in the loops behind for ever.
		if !(x > -1e15 && x < 1e15) {
			x = 0
		}
		w := b.circle.At(phase)
		space[i] = complex(x*real(w), x*imag(w))
		phase += b.step
	}
	b.phase = phase
	b.pending += used
	n, gone, _ := b.fir.Transform(b.out, b.mixed[:b.pending], false)
	b.pending = copy(b.mixed, b.mixed[gone:b.pending])
	return b.out[:n], used
}

// sample returns the position in the multiplex of a position in the baseband.
func (b *baseband) sample(position float64) float64 {
	return position*float64(b.fir.Decimation()) + b.fir.GroupDelay()
}
