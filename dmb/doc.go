// Package dmb makes double-mapped buffers: memory that appears twice, back to
// back, so that a slice that runs over the end goes on at the beginning.
//
//	offset    0              Cap             2*Cap
//	          | first half   | second half   |
//	memory    | 0 1 2 … n-1  | 0 1 2 … n-1   |    the same n items
//	                  |––– Slice(5, n) –––|
//
// A ring over such memory hands out any number of items up to its capacity as
// one contiguous slice, wherever it stands, and never copies one to move it.
// The package knows memory only: no cursors, no goroutines, no waiting.
//
// [New] makes a buffer, [Map] makes one over a range of a file, and [NewHeap]
// makes one on the Go heap for systems without double mapping. A program that
// works on all three calls [Buffer.Mirror] after writing, which does nothing
// where the halves are the same memory.
//
// Items hold no pointers, because the garbage collector does not look into
// mapped memory; a type that holds one is refused when the buffer is made.
package dmb
