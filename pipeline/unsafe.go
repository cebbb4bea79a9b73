package pipeline

import "unsafe"

// size returns the bytes of one item.
//
// Safety: nothing is dereferenced; Sizeof is a constant of the type.
func size[T any]() uintptr { return unsafe.Sizeof(*new(T)) }
