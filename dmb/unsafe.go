package dmb

import "unsafe"

// itemsOf returns mem as items.
//
// Safety: layout.Of has found T free of pointers and size its size; mem begins
// on a page boundary, which satisfies every alignment, and outlives the slice
// by the contract of Close.
func itemsOf[T any](mem []byte, size int) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(mem))), len(mem)/size)
}
