//go:build !race

package atomics

// storeRelease is a plain MOV: on amd64 a store is not seen before the loads
// and stores that precede it, and the compiler moves none past the call of a
// function that it must not inline. The atomic store of Go is an XCHG, which
// also waits until it is seen.
//
//go:noinline
func storeRelease(p *uint64, v uint64) { *p = v }
