// Package streamtest is the contract of a stream as tests: one writer, any
// number of readers, one ring. Every front door runs the same tests:
//
//	func TestStream(t *testing.T) {
//		streamtest.Run(t, streamtest.Door[uint64]{
//			Item: func(n uint64) uint64 { return n },
//			New:  ...,
//			Join: ...,
//		})
//	}
//
// The item at position p is always Item(p), so every reader knows what it must
// see, and writers fill all of a slice with something else before they put
// items in, so that a slice that overlaps what a reader holds does not go
// unnoticed.
//
// Tests of waiting run in testing/synctest bubbles where the door's waits can
// be seen there ([Door.Parks]). A bubble's clock moves only when everybody is
// asleep: that it has not moved shows that no wake was lost.
//
// Random tests print their seed; -streamtest.seed repeats one, and
// -streamtest.long runs a hundred times as many items.
package streamtest
