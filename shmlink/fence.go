package shmlink

import fences "github.com/seed-ff569660/seamless/internal/fence"

// smallBatch is how many bytes a writer publishes at a time, on average, below
// which it does without fences.
const smallBatch = 1 << 10

// fence returns what puts a fence into all processes of a stream, nil where there
// is no such thing. Readers call it before they sleep while the writer publishes
// without one, which is most of what a small batch costs. A reader tells the
// writer whether it can.
var fence = func() func() {
	if fences.CanAll() {
		return fences.All
	}
	return nil
}
