//go:build !race

package atomics

// Race tells whether this is a -race build.
const Race = false
