package fm

import "github.com/seed-ff569660/seamless/pipeline"

// Apply adds the receiver to a flowgraph, its blocks named name and what they
// do. It returns the filtered channel, for a [Meter], and the sound; both must
// be read. The receiver serves one graph.
func (r *Receiver) Apply(p *pipeline.Pipeline, name string, band *pipeline.Stream[complex64]) (*pipeline.Stream[complex64], *pipeline.Stream[Frame]) {
	shifted := pipeline.Apply(p, name+" shift", band, r.Shift)
	channel := pipeline.Apply(p, name+" channel filter", shifted, r.Channel)
	frequency := pipeline.Apply(p, name+" demodulator", channel, r.Demod)
	multiplex := pipeline.Apply(p, name+" aperture", frequency, r.Aperture)
	sums := pipeline.Apply(p, name+" stereo", multiplex, r.Stereo)
	level := pipeline.Apply(p, name+" de-emphasis", sums, r.DeEmphasis)
	audio := pipeline.Apply(p, name+" audio filter", level, r.Audio)
	centred := pipeline.Apply(p, name+" mean", audio, r.Mean)
	return channel, pipeline.Apply(p, name+" matrix", centred, r.Matrix)
}
