// Package picture measures the mean spectrum of a signal and draws it.
package picture

import (
	"context"
	"math"

	"gonum.org/v1/gonum/dsp/fourier"

	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// Points is the length of the transforms: at 1.024 MS/s a line each 250 Hz.
const Points = 4096

// stride is how many blocks there are to each that is measured. A mean needs no
// more, and all the transforms would cost as much as receiving a station.
const stride = 4

// floor is the least power of a line: -200 dB.
const floor = 1e-20

// Spectrum averages the spectra of a stream: of the first of every four blocks,
// under a Blackman window (P. D. Welch, The Use of Fast Fourier Transform for
// the Estimation of Power Spectra, 1967). The mean is that of the levels in dB,
// as on a spectrum analyser: one click does not drown an hour, and noise reads
// 2.5 dB low. Blocks of nothing but zeros do not count. Write is the end of a
// stream and belongs to one goroutine.
type Spectrum struct {
	fft    *fourier.CmplxFFT
	window []float64 // scaled so that a carrier of amplitude 1 gives a line of 1
	block  []complex128
	filled int // samples seen of block and of the stride behind it
	out    []complex128
	level  []float64 // sums of dB
	blocks int
}

// NewSpectrum returns an empty spectrum.
func NewSpectrum() *Spectrum {
	s := &Spectrum{
		fft:    fourier.NewCmplxFFT(Points),
		window: dsp.Blackman(Points),
		block:  make([]complex128, Points),
		out:    make([]complex128, Points),
		level:  make([]float64, Points),
	}
	sum := 0.0
	for _, w := range s.window {
		sum += w
	}
	for i := range s.window {
		s.window[i] /= sum
	}
	return s
}

// Write takes in all of src.
func (s *Spectrum) Write(_ context.Context, src []complex64) (int, error) {
	for rest := src; len(rest) > 0; {
		if s.filled >= Points { // in the blocks that are passed over
			n := min(len(rest), stride*Points-s.filled)
			s.filled, rest = (s.filled+n)%(stride*Points), rest[n:]
			continue
		}
		n := min(len(rest), Points-s.filled)
		for i, v := range rest[:n] {
			w := s.window[s.filled+i]
			s.block[s.filled+i] = complex(float64(real(v))*w, float64(imag(v))*w)
		}
		if s.filled, rest = s.filled+n, rest[n:]; s.filled == Points {
			s.transform()
		}
	}
	return len(src), nil
}

func (s *Spectrum) transform() {
	silent := true
	for _, v := range s.block {
		silent = silent && v == 0
	}
	if silent {
		return
	}
	for i, c := range s.fft.Coefficients(s.out, s.block) {
		s.level[i] += 10 * math.Log10(real(c)*real(c)+imag(c)*imag(c)+floor)
	}
	s.blocks++
}

// Blocks returns how many spectra were averaged.
func (s *Spectrum) Blocks() int { return s.blocks }

// Line returns the i-th line, 0 <= i < Points, from the lowest frequency up:
// its frequency as a part of the rate (-0.5 up to 0.5) and its mean level in
// dB, 0 dB being a carrier of amplitude 1; -200 dB is the least.
func (s *Spectrum) Line(i int) (frequency, level float64) {
	frequency = float64(i-Points/2) / Points
	if s.blocks == 0 {
		return frequency, 10 * math.Log10(floor)
	}
	return frequency, s.level[(i+Points/2)%Points] / float64(s.blocks)
}
