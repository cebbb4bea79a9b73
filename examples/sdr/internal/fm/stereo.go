package fm

import "github.com/seed-ff569660/seamless/pipeline/dsp"

// Stereo turns the multiplex into sum and difference: it follows the pilot,
// makes the 38 kHz carrier from it and mixes the difference down. The output is
// (L+R)/2 + j(L-R)/2, with all that lies above 15 kHz still in it; without a
// pilot the difference is 0, which is mono. Between the two it blends, see
// [Blend]. No delay, no history.
type Stereo struct {
	pll      *dsp.PLL
	detector detector
	blend    blend
}

// NewStereo returns a decoder for a multiplex at rate Hz, ±1 at full deviation.
// A pilot of 1.5 kHz deviation counts; stations send 6 to 7.5 kHz. It panics if a
// time of b is negative or endless.
func NewStereo(rate float64, b Blend) *Stereo {
	const bandwidth, amplitude = 10, 1.5e3 / Deviation
	return &Stereo{pll: dsp.NewPLL(Pilot, bandwidth, amplitude, rate), detector: newDetector(rate), blend: newBlend(b, rate)}
}

// Pilot returns the mean frequency and deviation of the pilot in Hz and for how
// many seconds it was there; all 0 if never. It counts from the lock on, also
// while stereo has not opened.
func (s *Stereo) Pilot() (frequency, deviation, seconds float64) {
	frequency, amplitude, seconds := s.pll.Tone()
	return frequency, amplitude * Deviation, seconds
}

// Rate returns 1, 1; see [pipeline.Rated].
func (s *Stereo) Rate() (out, in int) { return 1, 1 }

// Transform decodes; see package dsp for the contract.
func (s *Stereo) Transform(dst []complex64, src []float32, atEOF bool) (nDst, nSrc int, err error) {
	// The loop's phasors go where the result will be.
	n, _, err := s.pll.Transform(dst, src, atEOF)
	for done := 0; done < n; {
		m := min(n-done, s.detector.block-s.detector.n)
		s.mix(dst[done:done+m], src[done:done+m])
		done += m
		if s.detector.n += m; s.detector.n == s.detector.block {
			s.detector.end()
		}
	}
	return n, n, err
}

// mix works on samples of one block of the detector; dst has the phasors.
func (s *Stereo) mix(dst []complex64, src []float32) {
	dst = dst[:len(src)]
	sum := s.detector.sum
	for i, x := range src {
		w := dst[i]
		sum += float64(x * real(w))
		gain := float32(4)
		if s.detector.present && s.blend.steady(w) {
			s.blend.last = w
		} else if w, gain = s.blend.next(w, s.detector.present); gain == 0 {
			dst[i] = complex(x, 0)
			continue
		}
		// The pilot is sin θ = Re w, the carrier sin 2θ = -Im w² = -2·Re w·Im w;
		// mixing halves the amplitude, which another 2 makes good.
		dst[i] = complex(x, -gain*x*real(w)*imag(w))
	}
	s.detector.sum = sum
}
