// Package dsp holds the signal processing of a radio receiver as blocks for a
// flowgraph: filters, resamplers, oscillators, demodulators, loops and meters
// over float32 and complex64 samples, and the transform beneath a spectrum.
//
// Every block that makes a stream of a stream has the same one method,
//
//	Transform(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error)
//
// which works on the samples that are there and says how many it wrote and how
// many it is done with. A change of rate falls out of the two counts, and the
// history a filter needs is what it leaves in src: the caller presents those
// samples again, followed by new ones. (0, 0, nil) asks for more input, or for
// room if dst is empty. atEOF says that src holds all that will ever come; a
// block then uses up src. Transform never blocks, never fails in this package,
// allocates nothing and keeps neither dst nor src. dst and src must not overlap.
//
// The output does not depend on how the stream is cut: one sample at a time or
// all at once, every bit is the same. Phases are integers, loops act at
// absolute sample counts, and each output is summed in one fixed order. Which
// order that is depends on the processor: the inner loops of filters,
// oscillators, demodulators and transforms are chosen when a block is made, from
// AVX-512, AVX2 with FMA, NEON and Go, so the last bits may differ from one
// machine to another. The bounds of errors hold for all.
//
// Filters begin with their first full window instead of zeros before the
// start, so output n of a block with N taps, decimation D and interpolation L
// describes the input at sample n·D/L plus its GroupDelay, there is no
// switch-on transient, and the last N-1 samples of a stream give no output.
//
// Blocks tell what they do to time, for those who carry marks along a stream or
// size its buffers:
//
//	Rate() (out, in int)  from in samples it makes out, in lowest terms
//	Delay() float64       what happens at input p shows at output floor((p+Delay)·out/in)
//	MinInput() int        it makes nothing of fewer samples; 1 where there is no such method
//
// Delay is in samples of the input, and never positive here: it is GroupDelay
// with the other sign, for filters begin with their first full window and so
// are ahead of the clock. What happens before the middle of that window has no
// output of its own; the first is nearest.
//
// A block belongs to one goroutine at a time. Frequencies and rates are in Hz
// (samples per second), times in seconds, angles in radians, attenuation in dB.
// Arguments that no signal could excuse (a decimation of 0, no taps) panic
// with the numbers; samples never do.
package dsp

// Sample is what the filters work on: a real sample or a pair I + jQ.
type Sample interface{ float32 | complex64 }
