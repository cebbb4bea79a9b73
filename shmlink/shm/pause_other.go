//go:build !(amd64 || arm64)

package shm

// pause takes the time of a call.
//
//go:noinline
func pause() {}
