//go:build !(darwin || (linux && portable))

package shmlink

// keepPassed tells whether what a reader is sent stays open here as long as the
// reader is attached: the kernel keeps what is on its way.
const keepPassed = false
