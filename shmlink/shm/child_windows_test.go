package shm

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// folderVariable names the folder in which the folder of sockets is.
const folderVariable = "LocalAppData"

// free returns a name that nobody has.
func free(testing.TB) string { return fmt.Sprint("shm-test-", time.Now().UnixNano()) }

// holds counts handles, whatever they are of, and no mappings.
func holds(t *testing.T, _ string) held {
	t.Helper()
	n, err := handles()
	require.NoError(t, err)
	return held{files: n, maps: 0}
}
