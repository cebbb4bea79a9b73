package circular

import (
	"context"
	"fmt"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// Writer is the writing end of a stream.
type Writer[T any] struct {
	end spmc.Writer[T]
}

// New makes a stream with a ring of at least minItems items and returns its
// writer. The capacity is minItems rounded up to whole pages; see [dmb.New]
// for the rounding and for the errors.
func New[T any](minItems int, opts ...Option) (*Writer[T], error) {
	c := collect(opts)
	memory := dmb.New[T]
	if c.heap {
		memory = dmb.NewHeap[T]
	}
	items, err := memory(minItems, c.memory...)
	if err != nil {
		return nil, fmt.Errorf("circular: new stream: %w", err)
	}
	w := new(Writer[T])
	spmc.Init(&w.end, items, c.ring)
	return w, nil
}

// AddReader adds a reader that starts at the current position: it sees every
// item produced from now on, also those that already lie in the writer's
// slice. It may be called by any goroutine while the writer runs. A stream
// whose writer is closed gives a reader that is at its end.
func (w *Writer[T]) AddReader(opts ...ReaderOption) *Reader[T] {
	r := new(Reader[T])
	if err := w.end.Join(&r.end, collectReader(opts)); err != nil {
		panic(err) // the number of readers has no limit here
	}
	return r
}

// TrySlice returns all the space there is now as one slice, empty when there
// is none or the writer is closed. It costs a look at every reader.
func (w *Writer[T]) TrySlice() []T { return w.end.TrySlice() }

// TrySliceMin returns at least min items of space, or an empty slice. Unlike
// TrySlice it looks at the readers only when the space it last saw does not
// suffice, which makes it the cheapest way to poll.
func (w *Writer[T]) TrySliceMin(min int) []T { return w.end.TrySliceMin(min) }

// Slice waits until there are at least min items of space and returns the
// space as one slice, mostly a longer one. With a min below 1 it does not
// wait. It looks at the readers only when the space it last saw does not
// suffice, and then costs nothing but an addition.
//
// A writer that found less than min sleeps until half of the ring is free, so
// as not to be woken for every batch, but not a moment longer than a reader
// has anything to do, and at most a millisecond longer than it must.
//
// The error is ctx.Err(), [seamless.ErrClosed], [seamless.ErrExceedsCapacity],
// [seamless.ErrNoReaders] if [NeedReader] was asked for, or what the writer's
// notifier returned.
func (w *Writer[T]) Slice(ctx context.Context, min int) ([]T, error) { return w.end.Slice(ctx, min) }

// Produce publishes the first n items of the slice. The rest of it is still
// the writer's: Produce may be called again for it. It panics when n is
// negative or more than what is left of the slice. It costs one atomic store
// and one load, however many readers there are, unless one of them sleeps.
func (w *Writer[T]) Produce(n int) { w.end.Produce(n) }

// ProduceTags publishes the first n items of the slice and with them tags
// about some of them: 0 <= Offset < n for each tag, else it panics. The tags
// are copied.
func (w *Writer[T]) ProduceTags(n int, tags ...metadata.Tag) {
	w.end.Tag(n, tags)
	w.end.Produce(n)
}

// Arm asks for one wake: the writer's notifier is notified as soon as there is
// space for at least one item, at once if there is already. It is for an event
// loop that does the waiting itself, see [notifier.Func]; the wake may be
// spurious, so TrySlice follows. The next Slice or TrySlice takes it back.
func (w *Writer[T]) Arm() { w.end.Arm() }

// Ready is Arm for a select: it returns the channel that then holds a value.
// Call it anew for every select. It panics when the stream was made with a
// notifier that has no channel.
func (w *Writer[T]) Ready() <-chan struct{} {
	c := channelOf(w.end.Bell())
	w.Arm()
	return c
}

// Close ends the stream: readers get what was produced and then io.EOF.
// Closing again does nothing.
func (w *Writer[T]) Close() error { return w.CloseWithError(nil) }

// CloseWithError ends the stream: readers get what was produced and then err,
// or io.EOF where err is nil. Closing again does nothing.
func (w *Writer[T]) CloseWithError(err error) error { return w.end.Close(err) }

// Cap returns the capacity of the ring in items. All of it is usable.
func (w *Writer[T]) Cap() int { return w.end.Cap() }

// Position returns how many items have been produced since the stream began.
// Any goroutine may call it.
func (w *Writer[T]) Position() uint64 { return w.end.Position() }

// Stats returns a snapshot of the writer's statistics. Any goroutine may call
// it.
func (w *Writer[T]) Stats() seamless.WriterStats { return w.end.Stats() }
