package pipeline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStretches(t *testing.T) {
	var s stretches
	require.Zero(t, s.sum(100))
	s.end(50) // none goes on
	require.Zero(t, s.sum(100))
	s.begin(100)
	require.Equal(t, time.Duration(0), s.sum(100))
	require.Equal(t, time.Duration(40), s.sum(140))
	s.end(150)
	require.Equal(t, time.Duration(50), s.sum(1000))
	s.begin(1001)
	require.Equal(t, time.Duration(49), s.sum(1000)) // a reader whose clock is behind is as much behind
	require.Equal(t, time.Duration(53), s.sum(1004))
	s.end(1005)
	require.Equal(t, time.Duration(54), s.sum(0))
	s.begin(1 << 60) // 36 years
	require.Equal(t, time.Duration(55), s.sum(1<<60+1))
}
