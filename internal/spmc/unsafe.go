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

// fits returns how many items fit into a loan.
func fits[T any]() int { return int(loanBytes / unsafe.Sizeof(*new(T))) }

// lent returns a loan as items.
//
// Safety: T holds no pointers, which dmb has checked when the ring was made, and
// is aligned to 8 bytes at most, as a loan is. fits counts whole items only.
func lent[T any](l *loan) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(l)), fits[T]())
}

// lender returns the loan that items came from.
//
// Safety: the items are all of what lent made of a loan, so they begin where it
// begins.
func lender[T any](items []T) *loan {
	return (*loan)(unsafe.Pointer(unsafe.SliceData(items)))
}
