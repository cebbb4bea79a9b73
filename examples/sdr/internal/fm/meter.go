package fm

import (
	"context"
	"math"
)

// Meter measures the level of a channel by its mean amplitude: a station has
// but one, and clicks count for less in it than in the mean power. Write is the
// end of a stream.
type Meter struct {
	sum   float64
	count int
}

// Write takes in all of src.
func (m *Meter) Write(_ context.Context, src []complex64) (int, error) {
	for _, v := range src {
		i, q := float64(real(v)), float64(imag(v))
		m.sum += math.Sqrt(i*i + q*q)
	}
	m.count += len(src)
	return len(src), nil
}

// Level returns the level in dB, 0 dB being a carrier of amplitude 1; -Inf of
// silence or of nothing.
func (m *Meter) Level() float64 {
	if m.count == 0 {
		return math.Inf(-1)
	}
	return 20 * math.Log10(m.sum/float64(m.count))
}
