// Package metadata carries what is said about the samples of a stream beside
// the samples: typed values under a key, at one item.
//
// A [Tag] is an offset, a key and a [Value]. On its way through a stream it
// belongs to an absolute position (the count of items before it), and whoever
// holds a slice of the stream sees it with its offset into that slice.
//
//	Value     a scalar, string, bytes, time or any; scalars without allocation
//	Tag       a value under a key at an item
//	Metadata  the store that a stream keeps its tags in: Tags, Nothing or your own
//
// [AppendTag] and [DecodeTag] are the form of a tag in shared memory, in files
// and on a wire.
package metadata
