package bench

import "unsafe"

// floats returns the memory of the items as float32.
//
// Safety: a sample is one float32 or two of them, with the alignment of one.
func floats[T sample](s []T) []float32 {
	var item T
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(item)/4))
}

// bytes returns the memory of the items.
//
// Safety: any memory may be seen as bytes, and a sample holds no pointers, so
// any bytes may be written to it.
func bytes[T sample](s []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*size[T]())
}

// size returns the size of an item in bytes.
func size[T sample]() int {
	var item T
	return int(unsafe.Sizeof(item))
}
