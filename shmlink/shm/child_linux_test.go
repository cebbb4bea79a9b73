package shm

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// folderVariable names the folder in which the folder of sockets is.
const folderVariable = "XDG_RUNTIME_DIR"

// free returns a name that nobody has, and that needs no folder.
func free(testing.TB) string {
	return fmt.Sprintf("@shm-test-%d-%d", os.Getpid(), time.Now().UnixNano())
}

// holds counts descriptors, and mappings of memory files with the name.
func holds(t *testing.T, name string) held {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	return held{len(files), strings.Count(string(maps), "/memfd:"+name)}
}
