package shm

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// holds counts descriptors, and mappings of segments with the name.
func holds(t *testing.T, name string) held {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	return held{len(files), strings.Count(string(maps), segmentMark(name))}
}
