//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"context"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// TestFullBacklog: who finds no room waits for it, or for the end of its context.
func TestFullBacklog(t *testing.T) {
	runtimeFolder(t)
	const name = "full"
	address, err := address(name)
	require.NoError(t, err)
	lock, err := takeLock(lockOf(address))
	require.NoError(t, err)
	defer func() { require.NoError(t, releaseLock(lock)) }()
	l := rawListener(t, address, 0)
	var waiting []*Conn
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for err == nil {
		var c *Conn
		if c, err = Dial(ctx, name); err == nil {
			waiting = append(waiting, c)
		}
	}
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotEmpty(t, waiting)
	dialed := make(chan error)
	go func() {
		c, err := Dial(t.Context(), name)
		if err == nil {
			err = c.Close()
		}
		dialed <- err
	}()
	accepted, err := l.Accept()
	require.NoError(t, err)
	require.NoError(t, <-dialed)
	require.NoError(t, accepted.Close())
	for _, c := range waiting {
		require.NoError(t, c.Close())
	}
}

// rawListener listens with room for so many.
func rawListener(t *testing.T, address string, backlog int) *net.UnixListener {
	t.Helper()
	fd, err := unix.Socket(unix.AF_UNIX, socketType, 0)
	require.NoError(t, err)
	unix.CloseOnExec(fd)
	require.NoError(t, unix.Bind(fd, &unix.SockaddrUnix{Name: address}))
	require.NoError(t, unix.Listen(fd, backlog))
	f := os.NewFile(uintptr(fd), address)
	defer f.Close()
	l, err := net.FileListener(f)
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l.(*net.UnixListener)
}
