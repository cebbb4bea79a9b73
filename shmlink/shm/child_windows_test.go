package shm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// folderVariable names the folder in which the folder of sockets is.
const folderVariable = "LocalAppData"

// holds counts handles, whatever they are of, and no mappings.
func holds(t *testing.T, _ string) held {
	t.Helper()
	n, err := handles()
	require.NoError(t, err)
	return held{files: n, maps: 0}
}

// waitAllocates is how often a Wait for a ring does.
const waitAllocates = 0
