package ecg

import "math"

// Rate, in samples a second, and the scale of the samples.
const (
	Rate     = 360
	Gain     = 200  // steps a millivolt
	Baseline = 1024 // the sample that is 0 mV
)

// The range of a sample: 12 bits. In format 212, Least says that one is missing.
const (
	Least = -2048
	Most  = 2047
)

// Frame is one sample of each of the two leads, in steps.
type Frame [2]int16

// Millivolts returns what a sample stands for.
func Millivolts(sample int16) float64 { return (float64(sample) - Baseline) / Gain }

// Sample returns the sample that stands for a voltage in mV: rounded, and held
// above Least and up to Most.
func Sample(millivolts float64) int16 {
	return int16(min(max(math.Round(millivolts*Gain)+Baseline, Least+1), Most))
}
