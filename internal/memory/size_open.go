//go:build portable || darwin || dragonfly || freebsd || netbsd || openbsd

package memory

// FixedSize tells whether memory that processes share keeps its size whatever
// those do who have its descriptor. Here there are no seals, and a file can be
// shortened by whoever may write it: touching the memory may fault.
const FixedSize = false
