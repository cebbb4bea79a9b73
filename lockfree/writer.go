package lockfree

import (
	"errors"
	"fmt"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// ErrTooManyReaders is what AddReader returns when all slots are taken.
var ErrTooManyReaders = errors.New("lockfree: too many readers")

// Writer is the writing end of a stream.
type Writer[T any] struct {
	end spmc.Writer[T]
	max int
}

// New makes a stream with a ring of at least minItems items and room for
// maxReaders readers at one time, and returns its writer. The capacity is
// minItems rounded up to whole pages; see [dmb.New] for the rounding and for
// the errors. It panics when maxReaders is below 1.
func New[T any](minItems, maxReaders int, opts ...Option) (*Writer[T], error) {
	if maxReaders < 1 {
		panic(fmt.Sprintf("lockfree: a stream for %d readers", maxReaders))
	}
	c := collect(opts)
	c.ring.MaxReaders = maxReaders
	memory := dmb.New[T]
	if c.heap {
		memory = dmb.NewHeap[T]
	}
	items, err := memory(minItems, c.memory...)
	if err != nil {
		return nil, fmt.Errorf("lockfree: new stream: %w", err)
	}
	w := &Writer[T]{max: maxReaders}
	spmc.Init(&w.end, items, c.ring)
	return w, nil
}

// AddReader adds a reader that starts at the current position: it sees every
// item produced from now on, also those that already lie in the writer's
// slice. The error is ErrTooManyReaders; a reader that closes makes room. Any
// goroutine may call it while the writer runs.
func (w *Writer[T]) AddReader(opts ...ReaderOption) (*Reader[T], error) {
	r := new(Reader[T])
	if err := w.end.Join(&r.end, collectReader(opts)); err != nil {
		return nil, fmt.Errorf("%w: all %d are there", ErrTooManyReaders, w.max)
	}
	return r, nil
}

// TrySlice returns all the space there is now as one slice, empty when there
// is none or the writer is closed. It costs a look at every reader.
func (w *Writer[T]) TrySlice() []T { return w.end.TrySlice() }

// TrySliceMin returns at least min items of space, or an empty slice. Unlike
// TrySlice it looks at the readers only when the space it last saw does not
// suffice, which makes it the cheapest way to poll.
func (w *Writer[T]) TrySliceMin(min int) []T { return w.end.TrySliceMin(min) }

// Produce publishes the first n items of the slice. The rest of it is still
// the writer's: Produce may be called again for it. It panics when n is
// negative or more than what is left of the slice.
func (w *Writer[T]) Produce(n int) { w.end.ProduceQuietly(n) }

// ProduceTags publishes the first n items of the slice and with them tags
// about some of them: 0 <= Offset < n for each tag, else it panics. The tags
// are copied.
func (w *Writer[T]) ProduceTags(n int, tags ...metadata.Tag) {
	w.end.Tag(n, tags)
	w.end.ProduceQuietly(n)
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

// Stats returns a snapshot of the writer's statistics; Waits and Wakes are
// always 0. Any goroutine may call it.
func (w *Writer[T]) Stats() seamless.WriterStats { return w.end.Stats() }
