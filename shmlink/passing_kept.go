//go:build darwin || (linux && portable)

package shmlink

// keepPassed tells whether what a reader is sent stays open here as long as the
// reader is attached. On macOS a descriptor may be lost that its sender closes
// before the receiver has taken it.
const keepPassed = true
