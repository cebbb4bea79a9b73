package flow

import (
	"fmt"
	"time"
)

// sampleBytes is the size of a complex64.
const sampleBytes = 8

func chains() (works []Work) {
	for _, k := range []int{1, 2, 4, 8} {
		works = append(works, Work{
			Name: fmt.Sprintf("chain/copies=%d", k), Bytes: sampleBytes,
			Ours: func(samples int) (Result, error) {
				g := newGraph()
				drain(g, copies(g, zeros[complex64](g, samples), k), samples)
				return g.run(samples)
			},
			Hand: func(samples int) (Result, error) {
				return byHand(samples, k+1, inRow)
			},
			Floor: func(samples int) (Result, error) {
				return loop(samples, k+1, inRow), nil
			},
		})
	}
	return works
}

func fans() (works []Work) {
	for _, n := range []int{1, 2, 4, 8} {
		works = append(works, Work{
			Name: fmt.Sprintf("fan/branches=%d", n), Bytes: sampleBytes,
			Ours: func(samples int) (Result, error) {
				g := newGraph()
				from := zeros[complex64](g, samples)
				for range n {
					drain(g, copies(g, from, 1), samples)
				}
				return g.run(samples)
			},
			Hand: func(samples int) (Result, error) {
				return byHand(samples, n+1, fromHead)
			},
			Floor: func(samples int) (Result, error) {
				return loop(samples, n+1, fromHead), nil
			},
		})
	}
	return works
}

// inRow and fromHead say which ring a copy reads, the head being copy 0, which
// reads ring 0 and fills ring 1: the one before it, or the head's.
func inRow(copy int) (from int) { return copy }

func fromHead(copy int) (from int) { return min(copy, 1) }

// floorBatch is how many samples the loops below take at a time: 16 KiB, so
// that two buffers of a copy fit into a first-level cache of 32 KiB and all of
// them into the second level.
const floorBatch = 2048

// loop is a null source and so many copies on one goroutine: it clears buffer
// 0, and copy i, the head being copy 0, fills buffer i+1 from buffer from(i).
func loop(samples, copies int, from func(copy int) int) Result {
	buffers := make([][]complex64, copies+1)
	for i := range buffers {
		buffers[i] = make([]complex64, floorBatch)
	}
	start := time.Now()
	for left := samples; left > 0; left -= floorBatch {
		n := min(left, floorBatch)
		clear(buffers[0][:n])
		for i := range copies {
			copy(buffers[i+1][:n], buffers[from(i)])
		}
	}
	return Result{Samples: samples, Took: time.Since(start)}
}
