package dsp

import (
	"context"
	"math"
)

// Spectrum measures the power spectrum of a complex stream: the mean over
// windowed blocks that overlap. Write takes in the stream, in pieces of any size
// with the same result to the last bit; Bins tells what came out so far. It
// belongs to one goroutine at a time.
//
// Levels are in dBFS: a tone e^(iωn) of amplitude 1 in the middle of a bin reads
// 0, half-way between two bins less by the window's scalloping loss (1.4 dB for
// Hann, 1.1 for Blackman, 1.8 for Hamming). A real sine of amplitude 1 is two
// such tones of -6 dBFS. Noise has no level but a density, for wider bins catch
// more of it: subtract 10·log10(NoiseBandwidth(rate)) for dBFS/Hz. White noise of
// mean power 1 (0 dBFS in all) thus reads -10·log10(rate) dBFS/Hz.
//
// The mean of M blocks of noise, half overlapping under a Hann window, scatters
// by about 4.5/√M dB (root mean square) once M is not small. Rounding stays 140
// dB below the strongest line.
//
// Cost: one transform and about 5 ns a point for each block.
//
// Source: P. D. Welch, The Use of Fast Fourier Transform for the Estimation of
// Power Spectra, 1967.
type Spectrum struct {
	fft       *FFT
	window    []float32 // of sum 1
	bandwidth float64   // of noise, in units of the rate
	hop       int       // samples from block to block
	block     []complex64
	filled    int
	bins      []complex64
	power     []float64 // sums over the blocks
	blocks    int
}

// NewSpectrum returns an empty spectrum of len(window) points, a power of two
// from 16 on, from blocks that share overlap samples with the next, 0 <= overlap
// < len(window). Half of it suits most windows; Hann(n+1)[:n], without the last
// zero, is exact for blocks that repeat.
func NewSpectrum(window []float64, overlap int) *Spectrum {
	n := len(window)
	if overlap < 0 || overlap >= n {
		panicf("spectrum of %d points whose blocks share %d samples", n, overlap)
	}
	s := &Spectrum{
		fft:    NewFFT(n),
		window: make([]float32, n),
		hop:    n - overlap,
		block:  make([]complex64, n),
		bins:   make([]complex64, n),
		power:  make([]float64, n),
	}
	sum, squares := 0.0, 0.0
	for _, w := range window {
		sum, squares = sum+w, squares+w*w
	}
	if sum == 0 {
		panicf("spectrum under a window of %d points with the sum 0", n)
	}
	for i, w := range window {
		s.window[i] = float32(w / sum)
	}
	s.bandwidth = squares / (sum * sum)
	return s
}

// Points returns the number of bins.
func (s *Spectrum) Points() int { return len(s.power) }

// Blocks returns how many blocks went into the mean.
func (s *Spectrum) Blocks() int { return s.blocks }

// NoiseBandwidth returns the width in Hz of the rectangle that catches as much
// noise as a bin does, at rate samples a second: rate·Σw²/(Σw)².
func (s *Spectrum) NoiseBandwidth(rate float64) float64 { return s.bandwidth * rate }

// Write takes in all of src and never fails: it can stand as the end of a
// stream.
func (s *Spectrum) Write(_ context.Context, src []complex64) (int, error) {
	for rest := src; len(rest) > 0; {
		n := copy(s.block[s.filled:], rest)
		rest, s.filled = rest[n:], s.filled+n
		if s.filled == len(s.block) {
			s.measure()
			s.filled = copy(s.block, s.block[s.hop:])
		}
	}
	return len(src), nil
}

func (s *Spectrum) measure() {
	for i, x := range s.block {
		s.bins[i] = scaled(x, s.window[i])
	}
	s.fft.Forward(s.bins, s.bins)
	for k, v := range s.bins {
		re, im := float64(real(v)), float64(imag(v))
		s.power[k] += re*re + im*im
	}
	s.blocks++
}

// Bins sets dst, of Points() places, to the mean level in dBFS of each bin, in
// order of frequency: bin k lies at (k - Points()/2)·rate/Points() Hz, and 0 Hz
// in the middle. No power at all, or no block yet, is -Inf.
func (s *Spectrum) Bins(dst []float32) {
	n := len(s.power)
	if len(dst) != n {
		panicf("%d places for the %d bins of a spectrum", len(dst), n)
	}
	for k := range dst {
		mean := s.power[(k+n/2)%n] / float64(max(s.blocks, 1))
		dst[k] = float32(10 * math.Log10(mean))
	}
}

// Reset forgets the mean, and keeps the samples of the block that is not full.
func (s *Spectrum) Reset() {
	clear(s.power)
	s.blocks = 0
}
