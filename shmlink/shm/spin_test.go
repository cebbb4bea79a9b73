package shm

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpinLearns(t *testing.T) {
	long, short := shortWait, shortWait-1
	s := Spin{}
	require.Equal(t, spinBudget, s.Budget())
	s.Learn(spinBudget, true)
	require.Equal(t, spinBudget, s.Budget())

	tries, last := 0, 0
	for i := range 10 * mostSkipped {
		if s.Budget() > 0 {
			tries, last = tries+1, i
		}
		s.Learn(long, false)
	}
	require.InDelta(t, math.Log2(mostSkipped)+9, tries, 2, "less and less often, but for ever")
	require.Greater(t, last, 8*mostSkipped)

	s.Learn(short, false)
	require.Equal(t, spinBudget, s.Budget(), "a short wait is worth looking for")
	s.Learn(long, false)
	require.Zero(t, s.Budget())
	require.Zero(t, (&Spin{off: true}).Budget())
}
