package fm

import (
	"math"
	"slices"
)

// Evidence is what tells a broadcast FM station from anything else that is as
// wide in a spectrum.
type Evidence struct {
	// Envelope is how much the amplitude of the channel spreads: half the width of
	// the middle two thirds of its values, as a part of their median. It is 0.07 of
	// FM 20 dB above the noise, 0.3 where FM drowns, 0.56 of noise, and as much of
	// whatever is made of many carriers.
	Envelope float64
	// Swing is the standard deviation of the frequency, in Hz, clicks left out.
	Swing float64
	// Pilot is the part of the time in which there was one.
	Pilot float64
}

// Station tells whether it is one: a pilot for half of the time, or a constant
// amplitude of a frequency that moves more than narrow FM does.
func (e Evidence) Station() bool {
	const constant, moves = 0.3, 5e3
	return e.Pilot >= 0.5 || e.Envelope < constant && e.Swing > moves
}

// Judge demodulates what c names in some samples of the band, a second or more to
// be sure of: the error is that of [New]. Of less than 20 ms it says nothing, which
// is no station. It takes about as long as receiving them.
func Judge(c Config, band []complex64) (Evidence, error) {
	r, err := New(c)
	if err != nil {
		return Evidence{}, err
	}
	if float64(len(band)) < 0.02*c.Rate {
		return Evidence{Envelope: math.Inf(1)}, nil
	}
	shifted := make([]complex64, len(band))
	n, _, _ := r.Shift.Transform(shifted, band, true)
	channel := make([]complex64, n/r.Channel.Decimation()+1)
	n, _, _ = r.Channel.Transform(channel, shifted[:n], true)
	channel = channel[:n]
	frequency := make([]float32, n)
	n, _, _ = r.Demod.Transform(frequency, channel, true)
	frequency = frequency[:n]
	_, _, _ = r.Stereo.Transform(make([]complex64, n), frequency, true)
	_, _, seconds := r.Stereo.Pilot()

	sizes := make([]float64, len(channel))
	for i, v := range channel {
		sizes[i] = math.Hypot(float64(real(v)), float64(imag(v)))
	}
	swings := make([]float64, len(frequency))
	for i, v := range frequency {
		swings[i] = float64(v) * Deviation
	}
	median, spread := middle(sizes)
	e := Evidence{Envelope: spread / median, Pilot: seconds / (float64(len(band)) / c.Rate)}
	_, e.Swing = middle(swings)
	if !(median > 0) {
		e.Envelope = math.Inf(1)
	}
	return e, nil
}

// middle returns the median, and half of what two thirds of the values span, which
// is the standard deviation if they are Gaussian. It sorts them.
func middle(values []float64) (median, spread float64) {
	if len(values) == 0 {
		return 0, 0
	}
	slices.Sort(values)
	at := func(share float64) float64 { return values[int(share*float64(len(values)-1))] }
	return at(0.5), (at(0.8413) - at(0.1587)) / 2
}
