package spmc

import (
	"unsafe"

	"github.com/seed-ff569660/seamless/dmb"
)

// twice returns the items of a buffer and behind them, in one slice, the same
// items once more.
//
// Safety: a dmb.Buffer is 2*Cap items in a row, of which Slice hands out any
// Cap. Like a slice of it the result dies with the buffer.
func twice[T any](b *dmb.Buffer[T]) []T {
	return unsafe.Slice(unsafe.SliceData(b.Slice(0, b.Cap())), 2*b.Cap())
}
