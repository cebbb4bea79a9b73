// Package seamless is the root of a framework for streaming samples.
//
// One idea runs through all of it: memory that is mapped twice, back to back,
// has no seam. A producer and its consumers always hold one contiguous slice,
// whatever the offset, and a sample is never copied to be moved.
//
// This package holds only what all streams have in common: their errors and
// their statistics. The streams themselves are one floor up:
//
//   - [github.com/seed-ff569660/seamless/circular]: one writer, any number of
//     readers in one process, with waiting, contexts and tags. Start here.
//   - [github.com/seed-ff569660/seamless/lockfree]: the same ring without
//     waiting, for loops that poll.
//   - [github.com/seed-ff569660/seamless/shmlink]: the same across processes.
//   - [github.com/seed-ff569660/seamless/pipeline]: flowgraphs of blocks over
//     such rings.
//   - [github.com/seed-ff569660/seamless/dmb]: the double-mapped memory alone.
package seamless

import (
	"errors"
	"fmt"
	"os"
)

// ErrClosed is what an end gets that was closed by its own side. It is
// [os.ErrClosed] too, for errors.Is.
var ErrClosed error = closedError{}

type closedError struct{}

func (closedError) Error() string        { return "this end of the stream is closed" }
func (closedError) Is(target error) bool { return target == os.ErrClosed }

// ErrNoReaders is what a writer that asked for it gets when its last reader
// has left: nobody will ever read what it would write.
var ErrNoReaders = errors.New("no readers left")

// ErrExceedsCapacity is what an end gets that asks for more items at once than
// the whole ring holds: waiting could never help.
var ErrExceedsCapacity = errors.New("more items than the ring holds")

// OverrunError is what Consume returns to a lossy reader that was too slow.
// The stream goes on; nothing else has happened.
type OverrunError struct {
	// Lost counts the items the reader never had whole since its previous
	// Consume: those the writer overwrote before they were handed out and the
	// Torn ones.
	Lost uint64

	// Torn counts the items at the start of the slice just given back that
	// the writer may have overwritten while the reader held them. Whatever
	// was made of them is to be thrown away. Torn is part of Lost.
	Torn int
}

func (e *OverrunError) Error() string {
	return fmt.Sprintf("overrun: %d items lost, %d of them while they were read", e.Lost, e.Torn)
}

// StallError is what a waiting reader gets when neither side could ever go on:
// the reader waits for more items than are there, and the writer waits for
// more space than the reader leaves it.
type StallError struct {
	Capacity int // of the ring
	Items    int // that the reader waits for
	Held     int // that are there, unread
}

func (e *StallError) Error() string {
	return fmt.Sprintf("stall: the reader waits for %d items and holds %d, the writer waits for more space than the other %d of a ring of %d: ask for less or make the ring larger",
		e.Items, e.Held, e.Capacity-e.Held, e.Capacity)
}

// WriterStats tells how the writing end of a stream is doing.
type WriterStats struct {
	Items    uint64 // produced
	Capacity int    // of the ring, in items
	Fill     int    // items that the slowest reader has yet to consume
	Readers  int    // attached now, lossy ones included
	Waits    uint64 // times the writer went to sleep for space
	Wakes    uint64 // readers the writer woke
}

// ReaderStats tells how a reading end of a stream is doing.
type ReaderStats struct {
	Items   uint64 // consumed, without the lost ones
	Fill    int    // items produced and not yet consumed: its lag
	MaxFill int    // the largest lag it met when it looked
	Waits   uint64 // times the reader went to sleep for items
	Wakes   uint64 // times the reader woke the writer
	Lost    uint64 // items a lossy reader never had whole
}
