package dmb

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/layout"
)

// Buffer is a run of Cap items that appears twice, back to back: the item at
// offset i is also the item at offset i+Cap. Use [New], [NewHeap] or [Map] to
// make one.
//
// Slice, Mirror, Mirrored and Cap may be called by any goroutine at any time
// before Close; who may touch which items is between the goroutines that do.
type Buffer[T any] struct {
	// Set when the buffer is made, cleared by Close.
	items []T // 2*Cap of them
	limit int // offsets below it are legal: Cap, 0 once closed

	capacity int
	mirrored bool

	mu     sync.Mutex
	mapped []byte // what Close unmaps; nil for a heap mirror and once closed
}

// New returns a buffer of at least minItems items; minItems 0 gives the
// smallest. The capacity is rounded up to the smallest number of items that
// fills a whole number of granules (see [Granularity]), so that all of it is
// usable.
//
// The memory is set aside before New returns: a machine that cannot give it
// says so here, with an error. A buffer of 1 MiB takes about 60 µs to make
// and to close, plus 1 to 4 µs a page with prefault.
//
// Where no memory can be mapped twice, and in -race builds, the buffer is a
// heap mirror (see [NewHeap]) of the same capacity.
func New[T any](minItems int, opts ...Option) (*Buffer[T], error) {
	o := collect(opts)
	item, bytes, err := plan[T](minItems, o)
	if err != nil {
		return nil, refused("map", minItems, item.Size, err)
	}
	if !atomics.Race {
		b, err := newMapped[T](minItems, item.Size, bytes, o)
		if !errors.Is(err, ErrUnsupported) {
			return b, err
		}
	}
	return newHeap[T](minItems, item.Size, bytes, o)
}

func newMapped[T any](minItems, size, bytes int, o *options) (*Buffer[T], error) {
	mem, err := newDouble(bytes, o)
	if err != nil {
		return nil, refused("map", minItems, size, err)
	}
	return over(itemsOf[T](mem, size), mem), nil
}

// plan checks T and the request and returns the bytes of one half.
func plan[T any](minItems int, o *options) (item layout.Item, bytes int, err error) {
	item, err = layout.Of[T]()
	if err != nil {
		return item, 0, err
	}
	if o.readOnly {
		return item, 0, fmt.Errorf("read-only memory without a file: %w", ErrUnsupported)
	}
	unit := granularity()
	if o.hugePages {
		unit = max(unit, hugePage())
	}
	bytes, err = layout.Round(minItems, item.Size, unit)
	if err == nil && bytes > math.MaxInt/2 {
		err = ErrTooLarge
	}
	return item, bytes, err
}

// over wraps the two halves; mapped is nil for a heap mirror.
func over[T any](items []T, mapped []byte) *Buffer[T] {
	n := len(items) / 2
	return &Buffer[T]{items: items, limit: n, capacity: n, mirrored: mapped == nil, mapped: mapped}
}

// Slice returns the n items from offset off on as one contiguous slice, len
// and cap n, across the seam if need be. 0 <= off < Cap and 0 <= n <= Cap,
// else it panics, as it does after Close. It costs two compares.
//
// The slice dies with Close: unlike other slices it does not keep its memory.
func (b *Buffer[T]) Slice(off, n int) []T {
	if uint(off) >= uint(b.limit) || uint(n) > uint(b.limit) {
		panic(rangeError{off, n, b.limit})
	}
	return b.items[off : off+n : off+n]
}

// rangeError is what Slice panics with. A value in the place of a call to
// something that formats keeps Slice cheap enough to inline in callers that
// are to be inlined themselves: a call counts 57 of the 80 nodes allowed.
type rangeError struct{ off, n, limit int }

func (e rangeError) Error() string {
	if e.limit == 0 {
		return fmt.Sprintf("dmb: slice of %d items at %d of a closed buffer", e.n, e.off)
	}
	return fmt.Sprintf("dmb: slice of %d items at %d of a buffer of %d", e.n, e.off, e.limit)
}

// Cap returns the capacity in items, also after Close.
func (b *Buffer[T]) Cap() int { return b.capacity }

// Close gives the memory back. The items must no longer be in use: touching
// one that was mapped ends the process. Closing twice is no error and does
// nothing; any goroutine may close.
//
// A buffer that is never closed stays mapped for the life of the process:
// slices of it do not keep the Buffer alive, so nothing could close it safely
// behind the caller's back.
func (b *Buffer[T]) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	mem := b.mapped
	b.items, b.limit, b.mapped = nil, 0, nil
	if mem == nil { // a heap mirror, or closed
		return nil
	}
	if err := unmapDouble(mem); err != nil {
		return fmt.Errorf("dmb: unmap %d items: %w", b.capacity, err)
	}
	return nil
}

// Granularity returns the number of bytes that sizes and file offsets are
// multiples of: the page size, or on Windows the 64 KiB of its allocations.
func Granularity() int { return granularity() }
