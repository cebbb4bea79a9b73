package circular

import (
	"context"
	"io"
	"iter"

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

// Slice waits until there are at least min items and returns the items as one
// slice, mostly a longer one. With a min below 1 it does not wait. At the end
// of the stream it returns what is left, which may be less, and then io.EOF or
// the error the writer was closed with. It looks at the writer only when the
// items it last saw do not suffice.
//
// Other errors are ctx.Err(), [seamless.ErrClosed],
// [seamless.ErrExceedsCapacity], a [*seamless.StallError] when reader and
// writer would wait for each other for good, or what the reader's notifier
// returned.
func (r *Reader[T]) Slice(ctx context.Context, min int) ([]T, error) { return r.end.Slice(ctx, min) }

// Tags appends to dst the tags of the items of the slice, their offsets
// counted from its start, and returns dst. After a Consume of part of the
// slice it returns those of the rest. A lossy reader that lost items before
// this slice finds a tag [metadata.KeyOverflow] with their number at offset 0.
//
// On a stream that never had a tag it costs next to nothing, else a lock.
func (r *Reader[T]) Tags(dst []metadata.Tag) []metadata.Tag { return r.end.Tags(dst) }

// Consume gives back the first n items of the slice; the rest of it is still
// the reader's. It panics when n is negative or more than what is left of the
// slice. It costs one atomic store and one load.
//
// The error is a [*seamless.OverrunError] when a lossy reader has lost items,
// else nil.
func (r *Reader[T]) Consume(n int) error { return r.end.Consume(n) }

// Arm asks for one wake: the reader's notifier is notified as soon as there is
// an item, or the stream has ended, at once if so already. It is for an event
// loop that does the waiting itself, see [notifier.Func]; the wake may be
// spurious, so TrySlice follows. The next Slice or TrySlice takes it back.
func (r *Reader[T]) Arm() { r.end.Arm() }

// Ready is Arm for a select: it returns the channel that then holds a value.
// Call it anew for every select. It panics when the reader was made with a
// notifier that has no channel.
func (r *Reader[T]) Ready() <-chan struct{} {
	c := channelOf(r.end.Bell())
	r.Arm()
	return c
}

// Batches returns the items of the stream in slices of at least min items, the
// last one possibly shorter, for a range loop. Each is consumed when the body
// of the loop is done, save what the body has consumed itself; one left by
// break is not.
//
// The loop ends after the last item, or after an error, which comes with an
// empty slice. Only after a *seamless.OverrunError does it go on.
func (r *Reader[T]) Batches(ctx context.Context, min int) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		for {
			s, err := r.Slice(ctx, max(min, 1))
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s, nil) {
				return
			}
			if err := r.Consume(r.end.Held()); err != nil && !yield(nil, err) {
				return
			}
		}
	}
}

// Position returns the position of the next item to consume, counted from the
// beginning of the stream. Any goroutine may call it.
func (r *Reader[T]) Position() uint64 { return r.end.Position() }

// Cap returns the capacity of the ring in items.
func (r *Reader[T]) Cap() int { return r.end.Cap() }

// Stats returns a snapshot of the reader's statistics. Any goroutine may call
// it.
func (r *Reader[T]) Stats() seamless.ReaderStats { return r.end.Stats() }

// Close leaves the stream: the writer no longer waits for this reader. Closing
// again does nothing. It returns nil, or the error of unmapping the memory
// when this was the last end of the stream.
func (r *Reader[T]) Close() error { return r.end.Close() }
