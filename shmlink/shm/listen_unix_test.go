//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListenLeaksNothing(t *testing.T) {
	run := runtimeFolder(t)
	held, err := Listen("held")
	require.NoError(t, err)
	defer held.Close()
	// A socket's file that cannot be replaced.
	require.NoError(t, os.MkdirAll(filepath.Join(run, "seamless", "stuck.sock", "full"), 0o700))
	leaksNothing(t, "", func() {
		_, err := Listen("held")
		require.ErrorIs(t, err, ErrInUse)
		_, err = Listen("stuck")
		require.ErrorContains(t, err, "directory not empty")
		l, err := Listen("free")
		require.NoError(t, err)
		require.NoError(t, l.Close())
		_, err = Dial(t.Context(), "none")
		require.ErrorIs(t, err, ErrNoHost)
		names, err := List()
		require.NoError(t, err)
		require.Equal(t, []string{"held"}, names)
	})
	require.Equal(t, []string{"held.lock", "held.sock", "stuck.sock"}, entries(t))
}
