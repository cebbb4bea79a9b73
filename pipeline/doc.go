// Package pipeline builds flowgraphs of blocks over seamless streams.
//
// A graph is made of three kinds of blocks, joined by streams:
//
//	p := pipeline.New()
//	samples := pipeline.Source(p, "antenna", read)               // makes items
//	audio := pipeline.Apply(p, "demodulate", samples, demodulator) // turns items into items
//	pipeline.Sink(p, "loudspeaker", audio, play)                 // takes items
//	err := p.Run(ctx)
//
// A [Stream] may be read by any number of blocks; each sees every item, and
// fan-out costs one more cursor, not a copy. [From] and [To] join a graph to
// streams outside of it. [Pipeline.Go] runs a block of any shape.
//
// Run returns when all blocks have. A source that is at its end (io.EOF) ends
// the streams below it, each block after it has handed on all it held. A sink
// that wants no more (io.EOF again) ends what is above it, as far as nobody
// else reads it. The first error or panic of a block cancels all others and
// comes back as a [*BlockError] that names the block.
package pipeline
