package shmlink

import (
	"os"
	"runtime"
	"testing"

	"github.com/seed-ff569660/seamless/shmlink/shm"
	"github.com/stretchr/testify/require"
)

// folderVariable names the folder in which the folder of sockets is.
const folderVariable = "LocalAppData"

// holds knows no mappings.
func holds(t testing.TB) held {
	t.Helper()
	n, err := handles()
	require.NoError(t, err)
	return held{n, 0, runtime.NumGoroutine()}
}

// errLongAbstract is what a name without a file gets that is too long.
var errLongAbstract = shm.ErrUnsupported

// unlike are the hosts that are refused in another way than seals do, or not.
var unlike = map[string]error{
	"ControlUnsealed": nil, // which nothing tells from one that is
	"ControlAsData":   os.ErrPermission,
}
