package shm

import "unsafe"

// view returns b as a T.
//
// Safety: At has found T free of pointers, len(b) its size and b aligned for
// it: regions begin at a page.
func view[T any](b []byte) *T { return (*T)(unsafe.Pointer(unsafe.SliceData(b))) }
