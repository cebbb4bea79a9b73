package fm

import "github.com/seed-ff569660/seamless/pipeline"

// Streams are what a receiver makes of a band. Sound must be read; the others may
// be.
type Streams struct {
	Channel   *pipeline.Stream[complex64] // filtered, for a [Meter]
	Multiplex *pipeline.Stream[float32]   // as it comes from Demod, for RDS
	Sound     *pipeline.Stream[Frame]
}

// Apply adds the receiver to a flowgraph, its blocks named name and what they
// do. The receiver serves one graph.
func (r *Receiver) Apply(p *pipeline.Pipeline, name string, band *pipeline.Stream[complex64]) Streams {
	shifted := pipeline.Apply(p, name+" shift", band, r.Shift)
	channel := pipeline.Apply(p, name+" channel filter", shifted, r.Channel)
	frequency := pipeline.Apply(p, name+" demodulator", channel, r.Demod)
	return Streams{channel, frequency, r.ApplyMultiplex(p, name, frequency)}
}

// ApplyMultiplex adds the part of the receiver that is behind Demod, for a multiplex
// that comes from elsewhere, and returns the sound.
func (r *Receiver) ApplyMultiplex(p *pipeline.Pipeline, name string, frequency *pipeline.Stream[float32]) *pipeline.Stream[Frame] {
	multiplex := pipeline.Apply(p, name+" aperture", frequency, r.Aperture)
	sums := pipeline.Apply(p, name+" stereo", multiplex, r.Stereo)
	level := pipeline.Apply(p, name+" de-emphasis", sums, r.DeEmphasis)
	audio := pipeline.Apply(p, name+" audio filter", level, r.Audio)
	centred := pipeline.Apply(p, name+" mean", audio, r.Mean)
	return pipeline.Apply(p, name+" matrix", centred, r.Matrix)
}
