// Package flow runs flowgraphs on pipeline whose work is defined so exactly that
// another framework can be given the same, and names them so that one program
// can ask for it by name; ../gnuradio is one for GNU Radio.
//
//	chain    null source -> head -> k copies -> null sink, samples of 8 bytes
//	fan      null source -> head -> n x (copy -> null sink), all from one ring
//	fm       a tone of 1 kHz, frequency-modulated by 75 kHz, at 2.4 MS/s, repeated:
//	         80 taps, one in 10 -> quadrature demodulator -> 60 taps, one in 5
//	random   pipes of null source -> head -> copies of a random count, float32
//	filters  pipes of null source -> head -> (random copy -> 64 taps), float32
//	hop      256 samples each millisecond through k copies: their age at the sink
//	age      as many samples as possible through k copies: their age at the sink
//	tags     null source with a tag at one sample in so many -> copy -> null sink
//
// A null source clears its memory; head and copy copy it; a null sink only
// counts, save that of tags here, which looks at them. Every run checks that all
// samples and tags have arrived.
//
// [Works] lists everything, the benchmarks of the package run the same list,
// and command flow puts the frameworks beside each other.
package flow
