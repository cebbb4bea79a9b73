package bench

import (
	"fmt"
	"sync/atomic"

	"github.com/puzpuzpuz/xsync/v4"
)

// cycles returns the work "cycle": one goroutine writes an item and takes it
// out again for every reader. Nothing is shared, nobody waits; what is left is
// the instructions of one hand-over.
//
// With one item at a time the writer looks at its readers once a lap. TrySlice
// looks every time.
func cycles() (cases []Case) {
	for _, readers := range []int{1, 8} {
		add := func(peer string, role Role, m func(readers int) (*Subject, error)) {
			cases = append(cases, Case{
				Work: "cycle", Shape: fmt.Sprintf("readers=%d", readers), Peer: peer, Role: role,
				Items: 1, Unit: Nanoseconds, Alone: true, New: func() (*Subject, error) { return m(readers) },
			})
		}
		add("circular", Ours, circularCycle)
		add("circular-trymin", Ours, circularTryMinCycle)
		add("circular-try", Ours, circularTryCycle)
		add("lockfree", Ours, lockfreeCycle)
		add("lockfree-try", Ours, lockfreeTryCycle)
		add("channel", Peer, channelCycle)
		add("xsync-spsc", Peer, spscCycle)
		add("stores", Floor, storesCycle)
	}
	return cases
}

// cycled checks the sum of the numbers below n, taken by every reader.
func cycled(total uint64, n, readers int) error {
	if want := uint64(readers) * uint64(n) * uint64(n-1) / 2; total != want {
		return wrong(float64(total), float64(want))
	}
	return nil
}

func channelCycle(readers int) (*Subject, error) {
	channels := make([]chan uint64, readers)
	for i := range channels {
		channels[i] = make(chan uint64, ringItems)
	}
	return &Subject{Run: func(n int) error {
		var total uint64
		for i := range uint64(n) {
			for _, c := range channels {
				c <- i
			}
			for _, c := range channels {
				total += <-c
			}
		}
		return cycled(total, n, readers)
	}}, nil
}

func spscCycle(readers int) (*Subject, error) {
	queues := make([]*xsync.SPSCQueue[uint64], readers)
	for i := range queues {
		queues[i] = xsync.NewSPSCQueue[uint64](ringItems)
	}
	return &Subject{Run: func(n int) error {
		var total uint64
		for i := range uint64(n) {
			for _, q := range queues {
				q.TryEnqueue(i)
			}
			for _, q := range queues {
				v, _ := q.TryDequeue()
				total += v
			}
		}
		return cycled(total, n, readers)
	}}, nil
}

// cursor is a position on cache lines of its own.
type cursor struct {
	_ [128]byte
	v atomic.Uint64
	_ [120]byte
}

// storesCycle is the item and one atomic store for each end: what remains of a
// hand-over that publishes every position with a fence.
func storesCycle(readers int) (*Subject, error) {
	ring, commit, tails := make([]uint64, ringItems), new(cursor), make([]cursor, readers)
	return &Subject{Run: func(n int) error {
		var total uint64
		for i := range uint64(n) {
			item := &ring[i%ringItems]
			*item = i
			commit.v.Store(i + 1)
			for r := range tails {
				total += *item
				tails[r].v.Store(i + 1)
			}
		}
		return cycled(total, n, readers)
	}}, nil
}
