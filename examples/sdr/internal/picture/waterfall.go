package picture

import (
	"context"
	"math"

	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

const (
	columns = 1024 // points of the transforms
	maxRows = 512  // more than a picture shows
)

// Waterfall keeps the spectrum of a stream over time, however long it is: when
// there are more rows than a picture has, two become one, and each new row
// stands for twice the time. A row is the mean power of its blocks, which follow
// each other without a gap, under a Blackman window. Write is the end of a stream
// and belongs to one goroutine. Cost: about 10 ns a sample; 4 MB.
type Waterfall struct {
	fft    *dsp.FFT
	window []float32 // scaled so that a carrier of amplitude 1 gives a line of 1
	block  []complex64
	out    []complex64
	filled int // samples in block

	rows   [][]float64 // sums of power; the last is not complete while blocks < perRow
	blocks int         // in the last row
	perRow int
}

// NewWaterfall returns an empty waterfall.
func NewWaterfall() *Waterfall {
	w := &Waterfall{
		fft:    dsp.NewFFT(columns),
		window: make([]float32, columns),
		block:  make([]complex64, columns),
		out:    make([]complex64, columns),
		perRow: 1,
		blocks: 1,
	}
	shape, sum := dsp.Blackman(columns), 0.0
	for _, v := range shape {
		sum += v
	}
	for i, v := range shape {
		w.window[i] = float32(v / sum)
	}
	return w
}

// Write takes in all of src.
func (w *Waterfall) Write(_ context.Context, src []complex64) (int, error) {
	for rest := src; len(rest) > 0; {
		window := w.window[w.filled:]
		n := min(len(rest), len(window))
		for i, v := range rest[:n] {
			w.block[w.filled+i] = complex(real(v)*window[i], imag(v)*window[i])
		}
		if w.filled, rest = w.filled+n, rest[n:]; w.filled == columns {
			w.transform()
			w.filled = 0
		}
	}
	return len(src), nil
}

func (w *Waterfall) transform() {
	if w.blocks == w.perRow {
		if len(w.rows) == maxRows {
			w.halve()
		}
		w.rows = append(w.rows, make([]float64, columns))
		w.blocks = 0
	}
	w.fft.Forward(w.out, w.block)
	row := w.rows[len(w.rows)-1]
	for i, c := range w.out {
		re, im := float64(real(c)), float64(imag(c))
		if p := re*re + im*im; p <= math.MaxFloat32 { // not NaN
			row[i] += p
		}
	}
	w.blocks++
}

// halve makes one row of two.
func (w *Waterfall) halve() {
	for i := range maxRows / 2 {
		row, next := w.rows[2*i], w.rows[2*i+1]
		for k, p := range next {
			row[k] += p
		}
		w.rows[i] = row
	}
	w.rows = w.rows[:maxRows/2]
	w.perRow *= 2
}

// Rows returns how many rows there are, and how many samples each stands for;
// the last may have fewer.
func (w *Waterfall) Rows() (rows, samples int) { return len(w.rows), w.perRow * columns }

// Level returns the mean level in row i, from the first, of column k, from the
// lowest frequency up, in dB as that of [Spectrum.Line].
func (w *Waterfall) Level(i, k int) float64 {
	blocks := w.perRow
	if i == len(w.rows)-1 {
		blocks = w.blocks
	}
	return 10 * math.Log10(w.rows[i][(k+columns/2)%columns]/float64(blocks)+floor)
}
