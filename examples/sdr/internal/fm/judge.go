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
	// Crest is how much further the frequency swings at times: what 95 % of its values
	// span as a part of what the middle two thirds do. It is 1.0 of two frequencies in
	// turn, 1.1 of a tone, 1.8 and more of music and speech, 2.0 of noise.
	Crest float64
	// Beyond is how densely the multiplex is filled between sound and pilot, as a part
	// of how densely the sound is, what is noise left out: under 0.01 of a station,
	// 0.005 to 0.7 of data at 1.2 to 150 kBd, whose edges are not rounded for sound.
	Beyond float64
}

// Station tells whether it is one: a pilot for half of the time, or a constant
// amplitude of a frequency that moves more than narrow FM does, and is not keyed. A
// tone has too little crest for music but is not beyond, a programme that is not
// limited to 15 kHz is beyond but has crest: it takes both to be no station.
func (e Evidence) Station() bool {
	const constant, moves = 0.3, 5e3
	const flat, edges = 1.5, 0.005
	keyed := e.Crest < flat && e.Beyond > edges
	return e.Pilot >= 0.5 || e.Envelope < constant && e.Swing > moves && !keyed
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
	median, spread, _ := middle(sizes)
	e := Evidence{Envelope: spread / median, Pilot: seconds / (float64(len(band)) / c.Rate)}
	_, e.Swing, e.Crest = middle(swings)
	e.Beyond = beyond(frequency, r.Rate())
	if !(median > 0) {
		e.Envelope = math.Inf(1)
	}
	return e, nil
}

// middle returns the median, half of what two thirds of the values span, which is the
// standard deviation if they are Gaussian, and how much more 95 % of them do. It sorts
// them.
func middle(values []float64) (median, spread, crest float64) {
	if len(values) == 0 {
		return 0, 0, 0
	}
	slices.Sort(values)
	at := func(share float64) float64 { return values[int(share*float64(len(values)-1))] }
	spread = (at(0.8413) - at(0.1587)) / 2
	if spread > 0 {
		crest = (at(0.975) - at(0.025)) / 2 / spread
	}
	return at(0.5), spread, crest
}
