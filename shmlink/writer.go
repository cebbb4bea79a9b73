package shmlink

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

// Writer is the writing end of a stream across processes. Its verbs are those
// of circular.Writer; one goroutine at a time may call them.
type Writer[T any] struct {
	end  spmc.Writer[T]
	host *host
	bell *notifier.Chan

	mu       sync.RWMutex // the memory is mapped while it is read-locked and not closed
	closed   bool
	position uint64               // at the end
	stats    seamless.WriterStats // at the end
}

// TrySlice returns all the space there is now as one slice, empty when there
// is none or the writer is closed. It costs a look at every reader.
func (w *Writer[T]) TrySlice() []T { return w.tried(w.end.TrySlice(), 1) }

// TrySliceMin returns at least min items of space, or an empty slice. Unlike
// TrySlice it looks at the readers only when the space it last saw does not
// suffice.
func (w *Writer[T]) TrySliceMin(min int) []T { return w.tried(w.end.TrySliceMin(min), min) }

// tried notes how far readers must come for a writer that polls.
func (w *Writer[T]) tried(s []T, min int) []T {
	switch polled := &w.host.polled; {
	case len(s) == 0:
		if next := w.end.Next() + uint64(max(min, 1)); next > uint64(w.end.Cap()) {
			polled.Store(next - uint64(w.end.Cap())) // pairs with guest.watch
		}
	case polled.Load() != 0:
		polled.Store(0)
	}
	return s
}

// Slice waits until there are at least min items of space and returns the
// space as one slice, mostly a longer one, as circular.Writer does. A reader
// that holds it up is dealt with by its [Policy].
//
// The error is ctx.Err(), [seamless.ErrClosed], [seamless.ErrExceedsCapacity],
// or [seamless.ErrNoReaders] if [NeedReader] was asked for.
func (w *Writer[T]) Slice(ctx context.Context, min int) ([]T, error) { return w.end.Slice(ctx, min) }

// Produce publishes the first n items of the slice; the rest of it is still
// the writer's. It panics when n is negative or more than what is left of the
// slice. It costs one atomic store and one load for each reader, and a wake for
// each that sleeps: an exchange, and a system call where it sleeps for good.
func (w *Writer[T]) Produce(n int) { w.end.Produce(n) }

// ProduceTags publishes the first n items of the slice and with them tags
// about some of them: 0 <= Offset < n for each tag, else it panics. The tags
// are copied.
//
// Where there is no room for a tag the writer waits until its readers have
// come far enough, having published the items before it. A tag that can never
// be carried is dropped, counted and told as an event [TagDropped]: one of
// [metadata.KindAny], which stays in its process, one longer than the tag space,
// and one for which there will never be room because all readers wait for more
// items.
func (w *Writer[T]) ProduceTags(n int, tags ...metadata.Tag) {
	if t := w.host.tags; len(tags) != 0 && !t.none && !t.fit(tags) {
		w.produceInPieces(n, tags)
		return
	}
	w.end.Tag(n, tags)
	w.end.Produce(n)
}

// produceInPieces publishes up to each tag, so that readers move and make room.
func (w *Writer[T]) produceInPieces(n int, tags []metadata.Tag) {
	w.end.CheckTags(n, tags)
	tags = slices.Clone(tags)
	sortTags(tags)
	done := 0
	for _, tag := range tags {
		if size := w.host.tags.size(tag); !w.host.tags.fits(size) {
			w.end.Produce(tag.Offset - done)
			done = tag.Offset
			w.awaitTagSpace(size)
		}
		tag.Offset -= done
		w.end.Tag(n-done, []metadata.Tag{tag})
	}
	w.end.Produce(n - done)
}

// awaitTagSpace waits until a tag of that size fits, or never will.
func (w *Writer[T]) awaitTagSpace(size int) {
	t := w.host.tags
	for !t.fits(size) && size <= t.end.Cap() {
		ctx, cancel := context.WithTimeout(context.Background(), tagPatience)
		_, err := t.end.Slice(ctx, size)
		cancel()
		t.settle()       // who attaches has the lock and waits for it
		w.host.mu.Lock() // nobody is half attached
		asleep := w.end.AllAsleep()
		w.host.mu.Unlock()
		if err == nil || asleep {
			return
		}
	}
}

// tagPatience is how long the writer waits for room for a tag before it looks
// whether there ever will be.
const tagPatience = 5 * time.Millisecond

// Ready returns a channel that holds a value as soon as there is space for at
// least one item, for a select. Call it anew for every select.
func (w *Writer[T]) Ready() <-chan struct{} {
	w.end.Arm()
	return w.bell.C()
}

// Close ends the stream: readers get what was produced and then io.EOF. It
// does not wait for them: what they have is theirs also when this process is
// gone. Closing again does nothing.
func (w *Writer[T]) Close() error { return w.CloseWithError(nil) }

// CloseWithError ends the stream: readers get what was produced and then a
// [*RemoteError] with the text of err, or io.EOF where err is nil.
func (w *Writer[T]) CloseWithError(err error) error {
	w.mu.Lock()
	again := w.closed
	if !again {
		w.closed = true
		w.position, w.stats = w.end.Position(), w.end.Stats()
	}
	w.mu.Unlock()
	if again {
		return nil
	}
	if err != nil {
		putText(w.host.header.Bytes(atGoodbye, 2+maxGoodbye), orUnknown(err.Error()), maxGoodbye)
	}
	return w.host.end(func() error { return w.end.Close(err) })
}

// orUnknown makes sure that an error has a text, by which it is told from none.
func orUnknown(text string) string {
	if text == "" {
		return "unknown error"
	}
	return text
}

// Name returns the name of the stream.
func (w *Writer[T]) Name() string { return w.host.name }

// Epoch returns the number of this stream among all of its name: a later one's
// is larger.
func (w *Writer[T]) Epoch() uint64 { return w.host.facts.epoch }

// Cap returns the capacity of the ring in items. All of it is usable.
func (w *Writer[T]) Cap() int { return w.end.Cap() }

// Position returns how many items have been produced since the stream began.
// Any goroutine may call it.
func (w *Writer[T]) Position() uint64 {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return w.position
	}
	return w.end.Position()
}

// Stats returns a snapshot of the writer's statistics. Any goroutine may call
// it.
func (w *Writer[T]) Stats() seamless.WriterStats {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return w.stats
	}
	return w.end.Stats()
}

// DroppedTags returns how many tags could not be carried. Any goroutine may
// call it.
func (w *Writer[T]) DroppedTags() uint64 { return w.host.tags.dropped.Load() }
