package shm

import (
	"math"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestClocks(t *testing.T) {
	boot, mono, wall := BootNow(), MonoNow(), time.Now()
	require.NotZero(t, mono)
	require.GreaterOrEqual(t, boot, mono, "it counts the time asleep as well")
	for MonoNow() == mono {
	}
	require.Less(t, MonoNow()-mono, int64(time.Since(wall)+time.Second), "ns")
	require.Greater(t, BootNow(), boot)
}

func TestProcessStart(t *testing.T) {
	started, err := ProcessStart(os.Getpid())
	require.NoError(t, err)
	const from1601to1970 = 116444736e9
	at := time.Unix(0, int64(started-from1601to1970)*100)
	require.WithinDuration(t, time.Now(), at, 10*time.Minute)
	_, err = ProcessStart(math.MaxInt32 &^ 3)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "shm: start of process 2147483644")
}
