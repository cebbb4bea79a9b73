//go:build !(mips || mipsle || (arm && !arm.7))

package shm

// sharedWords tells whether 64-bit atomic words work across processes: the
// processor has instructions for them.
const sharedWords = true
