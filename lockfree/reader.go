package lockfree

import (
	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// Reader is a reading end of a stream.
type Reader[T any] struct {
	end spmc.Reader[T]
}

// TrySlice returns all the items there are now as one slice, empty when there
// is none. When there are none and there will never be more it returns io.EOF
// or the error the writer was closed with.
func (r *Reader[T]) TrySlice() ([]T, error) { return r.end.TrySlice() }

// TrySliceMin returns at least min items, or an empty slice; at the end of the
// stream what is left, and then its error. Unlike TrySlice it looks at the
// writer only when the items it last saw do not suffice, which makes it the
// cheapest way to poll.
func (r *Reader[T]) TrySliceMin(min int) ([]T, error) { return r.end.TrySliceMin(min) }

// Tags appends to dst the tags of the items of the slice, their offsets
// counted from its start, and returns dst. After a Consume of part of the
// slice it returns those of the rest. A lossy reader that lost items before
// this slice finds a tag [metadata.KeyOverflow] with their number at offset 0.
//
// On a stream that never had a tag it costs next to nothing, else a lock.
func (r *Reader[T]) Tags(dst []metadata.Tag) []metadata.Tag { return r.end.Tags(dst) }

// Consume gives back the first n items of the slice; the rest of it is still
// the reader's. It panics when n is negative or more than what is left of the
// slice. The error is a [*seamless.OverrunError] when a lossy reader has lost
// items, else nil.
func (r *Reader[T]) Consume(n int) error { return r.end.ConsumeQuietly(n) }

// Position returns the position of the next item to consume, counted from the
// beginning of the stream. Any goroutine may call it.
func (r *Reader[T]) Position() uint64 { return r.end.Position() }

// Cap returns the capacity of the ring in items.
func (r *Reader[T]) Cap() int { return r.end.Cap() }

// Stats returns a snapshot of the reader's statistics; Waits and Wakes are
// always 0. Any goroutine may call it.
func (r *Reader[T]) Stats() seamless.ReaderStats { return r.end.Stats() }

// Close leaves the stream: the writer no longer heeds this reader and its slot
// is free. Closing again does nothing. It returns nil, or the error of
// unmapping the memory when this was the last end of the stream.
func (r *Reader[T]) Close() error { return r.end.Close() }
