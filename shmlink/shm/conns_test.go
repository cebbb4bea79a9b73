//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// conns returns two ends of one connection.
func conns(t testing.TB) (host, guest *Conn) {
	t.Helper()
	name := doorName()
	l, err := Listen(name)
	require.NoError(t, err)
	defer l.Close()
	guest, err = Dial(t.Context(), name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, guest.Close()) })
	host, err = l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, host.Close()) })
	return host, guest
}
