package fm

import "github.com/seed-ff569660/seamless/pipeline/dsp"

// Stereo turns the multiplex into sum and difference: it follows the pilot,
// makes the 38 kHz carrier from it and mixes the difference down. The output is
// (L+R)/2 + j(L-R)/2, with all that lies above 15 kHz still in it; without a
// pilot the difference is 0, which is mono. No delay, no history.
type Stereo struct{ pll *dsp.PLL }

// NewStereo returns a decoder for a multiplex at rate Hz, ±1 at full deviation.
// A pilot of 1.5 kHz deviation counts; stations send 6 to 7.5 kHz.
func NewStereo(rate float64) *Stereo {
	const bandwidth, amplitude = 10, 1.5e3 / Deviation
	return &Stereo{pll: dsp.NewPLL(Pilot, bandwidth, amplitude, rate)}
}

// Pilot returns the mean frequency and deviation of the pilot in Hz and for how
// many seconds it was there; all 0 if never.
func (s *Stereo) Pilot() (frequency, deviation, seconds float64) {
	frequency, amplitude, seconds := s.pll.Tone()
	return frequency, amplitude * Deviation, seconds
}

// Transform decodes; see package dsp for the contract.
func (s *Stereo) Transform(dst []complex64, src []float32, atEOF bool) (nDst, nSrc int, err error) {
	// The loop's phasors go where the result will be.
	n, _, err := s.pll.Transform(dst, src, atEOF)
	dst = dst[:n]
	for i, x := range src[:n] {
		// The pilot is sin θ = Re w, the carrier sin 2θ = -Im w² = -2·Re w·Im w;
		// mixing halves the amplitude, which the other 2 makes good.
		w := dst[i]
		dst[i] = complex(x, -4*x*real(w)*imag(w))
	}
	return n, n, err
}
