package rtltcp

import "unsafe"

// bytesOf returns the memory of samples as bytes.
//
// Safety: a [2]uint8 is two bytes without padding or alignment, so n of them
// are 2n bytes in a row; the result holds the same memory alive.
func bytesOf(s [][2]uint8) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), 2*len(s))
}
