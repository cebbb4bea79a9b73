// Package fm is a receiver for one broadcast FM station: the chain of blocks
// from samples of a whole band to left and right, for a flowgraph of seamless.
//
//	samples of the band          complex64   input rate
//	Shift      station to 0 Hz   complex64
//	Channel    filter, decimate  complex64   multiplex rate, 240 to 480 kS/s
//	Demod      frequency         float32     ±1 at ±75 kHz
//	Aperture   level treble      float32
//	Stereo     pilot, 38 kHz     complex64   (L+R)/2 + j(L-R)/2
//	DeEmphasis                   complex64
//	Audio      15 kHz, resample  complex64   audio rate
//	Mean       no direct current complex64
//	Matrix                       Frame       left, right
//
// What Demod makes is also where RDS is read, see [Streams].
//
// From Stereo on, sum and difference travel as the two parts of one complex
// sample: every filter has real taps, so both see the very same delay and gain,
// on which the separation of left and right depends.
//
// Sources: ITU-R BS.450 (transmission standards for FM sound broadcasting),
// ITU-R BS.643 (the multiplex above 53 kHz).
package fm
