//go:build !portable && !(darwin || dragonfly || freebsd || netbsd || openbsd)

package memory

// FixedSize tells whether memory that processes share keeps its size whatever
// those do who have its descriptor. Where it does not, touching it may fault.
const FixedSize = true
