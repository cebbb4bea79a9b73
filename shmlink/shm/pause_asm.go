//go:build amd64 || arm64

package shm

// pause tells the processor that this is a loop that waits: for a few
// nanoseconds to a tenth of a microsecond it leaves its unit to a sibling.
func pause()
