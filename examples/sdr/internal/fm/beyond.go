package fm

import (
	"math"

	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// Parts of the multiplex, in Hz. Sound ends at 15 kHz and the pilot is at 19: what a
// station sends leaves the part between them empty, mono or stereo, and the last one
// too, or nearly so.
const (
	soundLow, soundHigh = 100, 15e3
	guardLow, guardHigh = 16e3, 18e3
	noiseLow, noiseHigh = 62e3, 74e3
)

// beyond returns how densely a multiplex is filled between sound and pilot, as a part
// of how densely the sound is. What noise may have put there is left out: after
// demodulation its density rises with the square of the frequency, and where clicks
// drown the signal it is even at best, so it is no more than twice that above all that
// is sent. It is 0 of a multiplex too short to tell.
func beyond(multiplex []float32, rate float64) float64 {
	const points = 1024 // lines of 240 to 470 Hz
	if rate < 2*noiseHigh {
		return 0
	}
	window := dsp.Hann(points + 1)[:points]
	fft := dsp.NewRealFFT(points)
	block, lines := make([]float32, points), make([]complex64, points/2+1)
	power := make([]float64, len(lines))
	for ; len(multiplex) >= points; multiplex = multiplex[points/2:] {
		for i, w := range window {
			block[i] = multiplex[i] * float32(w)
		}
		fft.Forward(lines, block)
		for i, v := range lines {
			power[i] += float64(real(v))*float64(real(v)) + float64(imag(v))*float64(imag(v))
		}
	}
	density := func(low, high float64) (sum float64) {
		first, last := int(math.Ceil(low/rate*points)), int(high/rate*points)
		for _, p := range power[first : last+1] {
			sum += p
		}
		return sum / float64(last+1-first)
	}
	sound := density(soundLow, soundHigh)
	if sound == 0 {
		return 0
	}
	return max(0, density(guardLow, guardHigh)-2*density(noiseLow, noiseHigh)) / sound
}
