package fm

import "github.com/seed-ff569660/seamless/pipeline/dsp"

// Receiver is the chain for one station; each field is a block, in order. A
// block belongs to the goroutine that runs it.
type Receiver struct {
	Shift      *dsp.Shift
	Channel    *dsp.FIR[complex64]
	Demod      *dsp.QuadratureDemod
	Aperture   *dsp.FIR[float32]
	Stereo     *Stereo
	DeEmphasis *dsp.DeEmphasis[complex64]
	Audio      *dsp.Resampler[complex64]
	Mean       *dsp.DCBlocker[complex64]
	Matrix     Matrix

	rate float64 // of the multiplex
}

// New returns the receiver that c describes, or an error that wraps [ErrRate].
// Any rate from MinRate on will do, whole or not.
func New(c Config) (*Receiver, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	multiplex := c.Rate / float64(c.decimation())
	interpolation, decimation := dsp.Ratio(c.AudioRate, multiplex, 2000)
	return &Receiver{
		rate:       multiplex,
		Shift:      dsp.NewShift(-c.Offset, c.Rate),
		Channel:    dsp.NewFIR[complex64](channelTaps(c.Rate, multiplex), c.decimation()),
		Demod:      dsp.NewQuadratureDemod(Deviation, multiplex),
		Aperture:   dsp.NewFIR[float32](dsp.ApertureTaps(), 1),
		Stereo:     NewStereo(multiplex, c.Blend),
		DeEmphasis: dsp.NewDeEmphasis[complex64](c.DeEmphasis, multiplex),
		Audio:      dsp.NewResampler[complex64](interpolation, decimation, audioTaps(c.AudioRate, multiplex*float64(interpolation))),
		Mean:       dsp.NewDCBlocker[complex64](1, c.AudioRate),
	}, nil
}

// Rate returns the samples a second of the multiplex: between Demod and Stereo.
func (r *Receiver) Rate() float64 { return r.rate }

// Sample returns the sample of the band that a sample of the multiplex, as it
// comes from Demod, describes; both count from 0.
func (r *Receiver) Sample(multiplex uint64) uint64 {
	at := float64(multiplex) + r.Demod.GroupDelay()
	return uint64(at*float64(r.Channel.Decimation()) + r.Channel.GroupDelay() + 0.5)
}

// channelTaps keep 100 kHz on each side, and keep out the neighbour 200 kHz
// away and what would alias on to the station. An input that is hardly wider
// than the station is left as it is: a filter would only cut into it.
func channelTaps(rate, multiplex float64) []float32 {
	const pass, stop, attenuation = 100e3, 150e3, 70
	if rate < 2*stop {
		return []float32{1}
	}
	return dsp.KaiserLowPass(pass, min(stop, multiplex-pass), attenuation, rate)
}

// audioTaps pass sound and stop the pilot, in one filter with the resampling.
func audioTaps(audio, rate float64) []float32 {
	const pass, attenuation = 15e3, 80
	return dsp.KaiserLowPass(pass, min(Pilot, audio-pass), attenuation, rate)
}
