package shm

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpinLearns(t *testing.T) {
	long, short := shortWait, shortWait-1
	s := spin{}
	require.Equal(t, spinBudget, s.budget())
	s.learn(spinBudget, true)
	require.Equal(t, spinBudget, s.budget())

	tries, last := 0, 0
	for i := range 10 * mostSkipped {
		if s.budget() > 0 {
			tries, last = tries+1, i
		}
		s.learn(long, false)
	}
	require.InDelta(t, math.Log2(mostSkipped)+9, tries, 2, "less and less often, but for ever")
	require.Greater(t, last, 8*mostSkipped)

	s.learn(short, false)
	require.Equal(t, spinBudget, s.budget(), "a short wait is worth looking for")
	s.learn(long, false)
	require.Zero(t, s.budget())
	require.Zero(t, (&spin{off: true}).budget())
}
