package lockfree_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/streamtest"
	"github.com/seed-ff569660/seamless/lockfree"
)

// writer and reader are ends that wait by polling.
type (
	writer[T any] struct {
		*lockfree.Writer[T]
		closed bool
	}
	reader[T any] struct{ *lockfree.Reader[T] }
)

func (w *writer[T]) CloseWithError(err error) error {
	w.closed = true
	return w.Writer.CloseWithError(err)
}

func (w *writer[T]) Close() error { return w.CloseWithError(nil) }

func (w *writer[T]) Slice(ctx context.Context, min int) ([]T, error) {
	return poll(ctx, min, w.Cap(), func() ([]T, error) {
		if w.closed {
			return nil, seamless.ErrClosed
		}
		return w.TrySliceMin(min), nil
	})
}

func (r reader[T]) Slice(ctx context.Context, min int) ([]T, error) {
	return poll(ctx, min, r.Cap(), func() ([]T, error) { return r.TrySliceMin(min) })
}

func poll[T any](ctx context.Context, min, capacity int, try func() ([]T, error)) ([]T, error) {
	if min > capacity {
		return nil, fmt.Errorf("%d of %d: %w", min, capacity, seamless.ErrExceedsCapacity)
	}
	for {
		if s, err := try(); len(s) != 0 || err != nil || min < 1 {
			return s, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		runtime.Gosched()
	}
}

func door[T comparable](item func(uint64) T, opts ...lockfree.Option) streamtest.Door[T] {
	return streamtest.Door[T]{
		Item: item,
		New: func(c streamtest.Config) (streamtest.Writer[T], error) {
			if c.Readers == 0 {
				c.Readers = 64
			}
			w, err := lockfree.New[T](c.MinItems, c.Readers, append([]lockfree.Option{
				lockfree.WithMaxSlice(c.MaxSlice),
				lockfree.WithMetadata(c.Metadata),
				lockfree.WithMemory(dmb.WithName(c.Name)),
			}, opts...)...)
			return &writer[T]{Writer: w}, err
		},
		Join: func(w streamtest.Writer[T], c streamtest.ReaderConfig) (streamtest.Reader[T], error) {
			var opts []lockfree.ReaderOption
			if c.Lossy {
				opts = append(opts, lockfree.Lossy())
			}
			if c.Oldest {
				opts = append(opts, lockfree.FromOldest())
			}
			r, err := w.(*writer[T]).AddReader(opts...)
			return reader[T]{r}, err
		},
		TooManyReaders: lockfree.ErrTooManyReaders,
	}
}

func word(n uint64) uint64   { return n }
func three(n uint64) [3]byte { return [3]byte{byte(n), byte(n >> 8), byte(n >> 16)} }

func TestStream(t *testing.T) {
	t.Run("Default", func(t *testing.T) { streamtest.Run(t, door(word)) })
	t.Run("OnHeap", func(t *testing.T) { streamtest.Run(t, door(word, lockfree.OnHeap())) })
	t.Run("ThreeBytes", func(t *testing.T) { streamtest.Run(t, door(three)) })
}
