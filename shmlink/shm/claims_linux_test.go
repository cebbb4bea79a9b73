//go:build !portable

package shm

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// A claim is told from the other, whoever holds it.
func TestClaims(t *testing.T) {
	path := t.TempDir() + "/a.lock"
	_, err := tryLock(path, sweeping)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = holderOf(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	for _, c := range []claim{hosting, sweeping, hosting} {
		f, err := tryLock(path, c)
		require.NoError(t, err)
		for _, other := range []claim{hosting, sweeping} {
			_, err = tryLock(path, other)
			require.Equal(t, ErrInUse, err)
		}
		found, err := holderOf(path)
		require.NoError(t, err)
		require.Equal(t, c, found)
		require.NoError(t, f.Close())
		found, err = holderOf(path)
		require.NoError(t, err)
		require.Equal(t, nobody, found)
	}
}
