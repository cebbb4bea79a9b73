package shmlink

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func holds(t testing.TB) held {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	return held{len(files), strings.Count(string(maps), segmentMark()), runtime.NumGoroutine()}
}
