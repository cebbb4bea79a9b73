package modes

import (
	"errors"
	"fmt"
	"math"
)

// ErrRate is wrapped by NewDetector.
var ErrRate = errors.New("modes: sample rate not supported")

// Lengths in microseconds. Pulses last half of one; a bit is two such chips, a
// pulse in the first for 1, in the second for 0.
const (
	preambleLength = 8
	shortBits      = 56
	longBits       = 112
)

// preamblePulses are the beginnings of the four pulses in microseconds.
var preamblePulses = [4]float64{0, 1, 3.5, 4.5}

// grid says where chips lie between samples. Time counts in ticks: parts of a
// sample so small that a bit is a whole number of them.
type grid struct {
	bit   int // ticks a bit
	ticks int // a sample: also the phases at which a message can begin
}

// maxTicks bounds the ticks of a sample.
const maxTicks = 10

// newGrid finds the coarsest grid of at least four phases.
func newGrid(rate float64) (grid, error) {
	for ticks := 4; ticks <= maxTicks && rate >= 2e6 && rate <= 20e6; ticks++ {
		if bit := rate / 1e6 * float64(ticks); bit == math.Round(bit) {
			return grid{bit: int(bit), ticks: ticks}, nil
		}
	}
	return grid{}, fmt.Errorf("%w: %g samples a second; want 2 to 20 million that a message meets at 4 to 10 phases, such as 2, 2.4, 2.5, 3.2 or 10 million", ErrRate, rate)
}

// samples returns how many samples touch the given time after a beginning at
// any phase.
func (g grid) samples(microseconds int) int { return g.halfSamples(2 * microseconds) }

// halfSamples is samples for a number of chips.
func (g grid) halfSamples(chips int) int {
	ticks := g.ticks - 1 + (chips*g.bit+1)/2
	return (ticks + g.ticks - 1) / g.ticks
}

// overlap returns which part of sample i lies in the microseconds from begin
// to end, counted from the given phase.
func (g grid) overlap(i, phase int, begin, end float64) float32 {
	begin = (float64(phase) + begin*float64(g.bit)) / float64(g.ticks)
	end = (float64(phase) + end*float64(g.bit)) / float64(g.ticks)
	return float32(max(0, min(end, float64(i+1))-max(begin, float64(i))))
}
