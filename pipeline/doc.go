// Package pipeline builds flowgraphs of blocks over seamless streams.
//
// A graph is made of three kinds of blocks, joined by streams:
//
//	p := pipeline.New()
//	samples := pipeline.Source(p, "antenna", read)                 // makes items
//	audio := pipeline.Apply(p, "demodulate", samples, demodulator) // turns items into items
//	pipeline.Sink(p, "loudspeaker", audio, play)                   // takes items
//	err := p.Run(ctx)
//
// A [Stream] may be read by any number of blocks; each sees every item, and
// fan-out costs one more cursor, not a copy. [Join2], [Join3] and [Split] make
// blocks with more inputs or outputs, [Pipeline.Go] runs a block of any shape,
// [From] and [To] join a graph to streams outside of it.
//
// # How it runs
//
// Blocks that hang together are called in turn by one goroutine, in batches
// that stay in the nearest cache, or larger ones where that is found to be faster.
// Sources and sinks may wait in their calls: one that keeps others waiting is left
// alone with its goroutine. Where the work deserves another processor, the graph
// is cut in two while it runs. None of this changes what is computed: a block must
// give the same items however its input is cut into calls, and then the graph does
// too.
//
// # Tags
//
// Tags go with the items through every block, to the item that corresponds:
// see [Rated], [Delayed], [Propagator] and [Tagger]. [SourceTags] and [SinkTags]
// have them at the two ends.
//
// # How it ends
//
// [Pipeline.Stats], [Pipeline.DOT] and [Pipeline.Mermaid] show how it is doing
// while it runs; package live serves them over HTTP.
//
// Run returns when all blocks have. A source that is at its end (io.EOF) ends
// the streams below it, each block after it has handed on all it held. A sink
// that wants no more (io.EOF again) ends what is above it, as far as nobody
// else reads it. The first error or panic of a block cancels all others and
// comes back as a [*BlockError] that names the block. A graph that can never go
// on is an error that names the block and the sizes, not a silence.
package pipeline
