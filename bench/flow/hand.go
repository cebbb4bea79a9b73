package flow

import (
	"fmt"
	"time"

	"github.com/seed-ff569660/seamless/lockfree"
)

// A graph by hand is what somebody writes who needs this one and no framework:
// rings, the fastest there are here, and a loop on one goroutine that has each
// block in turn work on floorBatch samples or fewer. It has no tags, no
// statistics, one way to end and no use for a second processor.
type hand struct {
	rings []*lockfree.Writer[complex64] // the source's, the head's, and those of the copies
	ins   []*lockfree.Reader[complex64] // of the head and the copies
	sinks []*lockfree.Reader[complex64] // of the rings that no copy reads
}

// handRing is how many samples a ring holds: two batches. In larger ones the
// batches walk through all of the memory, which is slower here.
const handRing = 2 * floorBatch

// byHand is a null source, copies as in loop, and null sinks.
func byHand(samples, copies int, from func(copy int) int) (Result, error) {
	h, err := newHand(copies, from)
	defer h.close()
	if err != nil {
		return Result{}, err
	}
	start := time.Now()
	for left, arrived := samples, 0; arrived < samples; {
		dst := h.rings[0].TrySliceMin(1)
		n := min(len(dst), floorBatch, left)
		clear(dst[:n])
		h.rings[0].Produce(n)
		left -= n
		for i, in := range h.ins {
			if err := duplicateByHand(h.rings[i+1], in); err != nil {
				return Result{}, err
			}
		}
		for _, sink := range h.sinks {
			src, err := sink.TrySliceMin(1)
			if err == nil {
				err = sink.Consume(len(src))
			}
			if err != nil {
				return Result{}, err
			}
		}
		arrived = samples
		for _, sink := range h.sinks {
			arrived = min(arrived, int(sink.Position()))
		}
	}
	took := time.Since(start)
	for i, sink := range h.sinks {
		if got := sink.Position(); got != uint64(samples) {
			return Result{}, fmt.Errorf("%d samples arrived at sink %d, not %d", got, i, samples)
		}
	}
	return Result{Samples: samples, Took: took}, nil
}

func duplicateByHand(to *lockfree.Writer[complex64], from *lockfree.Reader[complex64]) error {
	src, err := from.TrySliceMin(1)
	if err != nil || len(src) == 0 {
		return err
	}
	dst := to.TrySliceMin(1)
	n := copy(dst[:min(len(dst), floorBatch)], src)
	to.Produce(n)
	return from.Consume(n)
}

func newHand(copies int, from func(copy int) int) (*hand, error) {
	h := new(hand)
	readers := make([]int, copies+1)
	for i := range copies {
		readers[from(i)]++
	}
	for _, n := range readers {
		ring, err := lockfree.New[complex64](handRing, max(n, 1))
		if err != nil {
			return h, err
		}
		h.rings = append(h.rings, ring)
		if n == 0 {
			sink, err := ring.AddReader()
			if err != nil {
				return h, err
			}
			h.sinks = append(h.sinks, sink)
		}
	}
	for i := range copies {
		in, err := h.rings[from(i)].AddReader()
		if err != nil {
			return h, err
		}
		h.ins = append(h.ins, in)
	}
	return h, nil
}

func (h *hand) close() {
	for _, r := range append(h.ins, h.sinks...) {
		_ = r.Close()
	}
	for _, w := range h.rings {
		_ = w.Close()
	}
}
