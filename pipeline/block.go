package pipeline

import (
	"context"

	"github.com/seed-ff569660/seamless/metadata"
)

// Transformer is a block with one input and one output.
//
// Transform turns items of src into items of dst and says how many of each it
// has written and used. A change of rate is the ratio of the two counts. Items
// it leaves in src come again with the next call, so that is where a filter
// keeps its history.
//
// It is called with at least one item in dst and, until the end, in src, or as
// many as it says it needs (see [MinInputer]). A call that neither makes nor
// uses anything asks for more input. With atEOF, src holds all that will ever
// come: Transform is called until it returns 0, 0, nil; what it then leaves in
// src is dropped.
//
// Transform never waits and keeps neither slice; what dst holds before it writes
// there means nothing. It is never called by two
// goroutines at once. The result must not depend on how the items are cut into
// calls.
type Transformer[In, Out any] interface {
	Transform(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error)
}

// TransformFunc is a function as a Transformer.
type TransformFunc[In, Out any] func(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error)

// Transform calls f.
func (f TransformFunc[In, Out]) Transform(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error) {
	return f(dst, src, atEOF)
}

// Map returns the Transformer that turns every item into one with f.
func Map[In, Out any](f func(In) Out) Transformer[In, Out] {
	return TransformFunc[In, Out](func(dst []Out, src []In, _ bool) (int, int, error) {
		n := min(len(dst), len(src))
		for i, v := range src[:n] {
			dst[i] = f(v)
		}
		return n, n, nil
	})
}

// Input is where a block reads. The readers of circular satisfy it.
type Input[T any] interface {
	// Slice waits for at least min items; at the end of the stream it returns
	// what is left, and then io.EOF or another error.
	Slice(ctx context.Context, min int) ([]T, error)
	// Tags appends the tags of the slice to dst. Inputs of a pipeline append
	// those behind the last item after io.EOF, at offset 0.
	Tags(dst []metadata.Tag) []metadata.Tag
	// Consume gives back the first n items.
	Consume(n int) error
	// Close leaves the stream.
	Close() error
}

// Output is where a block writes. The writer of circular satisfies it.
type Output[T any] interface {
	// Slice waits for space for at least min items.
	Slice(ctx context.Context, min int) ([]T, error)
	// ProduceTags publishes the first n items with tags.
	ProduceTags(n int, tags ...metadata.Tag)
	// CloseWithError ends the stream; nil is an orderly end.
	CloseWithError(err error) error
}
