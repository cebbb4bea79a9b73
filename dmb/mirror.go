package dmb

import "fmt"

// NewHeap returns a buffer of the same shape and capacity as [New] would, on
// the Go heap. Its two halves are separate memory, kept equal by [Buffer.Mirror];
// that costs a copy of every item written, and twice the memory. It is for
// systems without double mapping and for the race detector, which does not
// see mapped memory. Options about pages and names have no effect.
func NewHeap[T any](minItems int, opts ...Option) (*Buffer[T], error) {
	o := collect(opts)
	item, bytes, err := plan[T](minItems, o)
	if err != nil {
		return nil, refused("allocate", minItems, item.Size, err)
	}
	return newHeap[T](minItems, item.Size, bytes, o)
}

func newHeap[T any](minItems, size, bytes int, o *options) (*Buffer[T], error) {
	if err := heapAllows(2*bytes, o); err != nil {
		return nil, refused("allocate", minItems, size, err)
	}
	return over(make([]T, 2*(bytes/size)), nil), nil
}

// Mirrored reports whether the buffer is a heap mirror: whether what is
// written into one half must be copied to the other with [Buffer.Mirror].
func (b *Buffer[T]) Mirrored() bool { return b.mirrored }

// Mirror copies the items [off, off+n) of the 2*Cap items to their twins in
// the other half; n is at most Cap. Whoever wrote them calls it before it lets
// others see them. It does nothing where the two halves are the same memory.
func (b *Buffer[T]) Mirror(off, n int) {
	if b.mirrored {
		b.mirror(off, n)
	}
}

func (b *Buffer[T]) mirror(off, n int) {
	if off < 0 || n < 0 || n > b.limit || off > 2*b.limit-n {
		panic(fmt.Sprintf("dmb: mirror %d items at %d of a buffer of twice %d", n, off, b.limit))
	}
	seam := b.limit
	from, to := min(off, seam), min(off+n, seam) // those in the first half
	copy(b.items[from+seam:], b.items[from:to])
	from, to = max(off, seam), max(off+n, seam) // those in the second
	copy(b.items[from-seam:], b.items[from:to])
}
