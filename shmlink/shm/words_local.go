//go:build mips || mipsle || (arm && !arm.7)

package shm

// sharedWords tells whether 64-bit atomic words work across processes. Here
// they are guarded by a lock that lives in one process.
const sharedWords = false
