// Package pad keeps words with different authors on different cache lines.
//
// A struct groups its fields by the goroutine that writes them and puts a
// [Line] between the groups, so that a store by one author does not take the
// line away from another. Measured here, words that share a line cost seven
// times as much as words that do not.
package pad

// Bytes is the distance that keeps two authors apart: two 64-byte lines,
// because processors fetch lines in adjacent pairs.
const Bytes = 128

// Line goes between two groups of fields.
type Line [Bytes]byte
