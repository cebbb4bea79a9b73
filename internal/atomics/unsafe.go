package atomics

import "unsafe"

// StoreRelease stores v so that whoever loads it sees all that came before.
// Unlike Store it may still be on its way when a later Load of the same
// goroutine returns: it must not be one half of "store mine, load yours". On
// amd64 it is several times cheaper than Store.
//
// Safety: atomic.Uint64 is one aligned 64-bit word and nothing else; the test
// of this package checks its size.
func (x *Uint64) StoreRelease(v uint64) { storeRelease((*uint64)(unsafe.Pointer(&x.v)), v) }
