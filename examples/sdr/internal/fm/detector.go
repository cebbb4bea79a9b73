package fm

import "math"

// detector tells whether the pilot is there, sooner than the loop that follows it
// gives up: that bridges gaps, and swings about in them. It watches how much of the
// multiplex is in phase with the loop, by blocks of 1 ms, which are blind to all at
// whole kilohertz from the pilot. The deviation of a pilot is what the station has
// set it to, however weak the station is: so it is lost when the mean of the last 8
// blocks or so falls under half of that of the last 128, and there again when it
// rises over three quarters.
type detector struct {
	block, n int     // samples in a block, and seen of it
	sum      float64 // of those seen, in phase
	fast     float64 // means of the blocks
	slow     float64
	present  bool
}

func newDetector(rate float64) detector {
	return detector{block: max(1, int(math.Round(rate/1000)))}
}

// end ends a block. One without anything in phase is one without lock: all starts
// over.
func (d *detector) end() {
	switch {
	case d.sum == 0 || d.sum != d.sum:
		d.fast, d.slow = 0, 0
	case d.slow == 0:
		d.fast, d.slow = d.sum, d.sum
	default:
		d.fast += (d.sum - d.fast) / 8
		d.slow += (d.sum - d.slow) / 128
	}
	share := 0.75
	if d.present {
		share = 0.5
	}
	d.present = d.fast > 0 && d.fast >= share*d.slow
	d.n, d.sum = 0, 0
}
