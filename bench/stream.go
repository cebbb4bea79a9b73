package bench

import "fmt"

// ringItems is the capacity of the streams in items of 8 bytes: 512 KiB, the
// same memory for every peer that has a memory.
const ringItems = 65536

// shape is what the peers of a stream have in common.
type shape struct {
	ring    int // items that may be on their way at once
	batch   int // items the producer copies at once
	readers int
}

func (s shape) String() string { return fmt.Sprintf("batch=%d/readers=%d", s.batch, s.readers) }

// buffers returns how many batches fit into the memory, at least four.
func (s shape) buffers() int { return max(s.ring/s.batch, 4) }

// maker makes a peer that moves items of type T.
type maker[T sample] func(shape) (*Subject, error)

// streams returns the work "stream": the producer copies a batch into the
// stream, the consumers sum up what they find there.
func streams() (cases []Case) {
	for _, readers := range []int{1, 2, 4, 8} {
		for _, batch := range []int{64, 512, 4096} {
			s := shape{ring: ringItems, batch: batch, readers: readers}
			add := func(peer string, role Role, m maker[complex64]) {
				cases = append(cases, Case{
					Work: "stream", Shape: s.String(), Peer: peer, Role: role,
					Items: batch, Bytes: batch * size[complex64](), Unit: MegaItems,
					New: func() (*Subject, error) { return m(s) },
				})
			}
			add("circular", Ours, circularStream[complex64])
			add("lockfree", Ours, lockfreeStream[complex64])
			add("channel", Peer, channelStream[complex64])
			add("pipe", Peer, pipeStream[complex64])
			add("smallnest", Peer, smallnestStream[complex64])
			add("xsync-spsc", Peer, spscStream[complex64])
			add("xsync-mpmc", Peer, mpmcStream[complex64])
			add("floor", Floor, floorStream[complex64])
		}
	}
	return cases
}
