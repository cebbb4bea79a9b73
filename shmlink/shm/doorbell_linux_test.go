package shm

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestOpenDoorbellRefuses(t *testing.T) {
	file := func(fd int, err error) *os.File {
		require.NoError(t, err)
		f := os.NewFile(uintptr(fd), "refused")
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer tcp.Close()
	tcpFile, err := tcp.(*net.TCPListener).File()
	require.NoError(t, err)
	defer tcpFile.Close()
	unixListener, err := net.Listen("unix", filepath.Join(runtimeFolder(t), "l"))
	require.NoError(t, err)
	defer unixListener.Close()
	listening, err := unixListener.(*net.UnixListener).File()
	require.NoError(t, err)
	defer listening.Close()
	packets, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET, 0)
	file(packets[1], err)
	closed, err := os.Open("/dev/null")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	memfd, _ := sealed(t, Data)
	for name, c := range map[string]struct {
		f   *os.File
		err error
	}{
		"a file":            {file(unix.Open("/dev/null", unix.O_RDONLY, 0)), ErrNotDoorbell},
		"a path":            {file(unix.Open("/dev/null", unix.O_PATH, 0)), ErrNotDoorbell},
		"memory":            {memfd.File(), ErrNotDoorbell},
		"a blocking pipe":   {r, ErrNotDoorbell},
		"an eventfd":        {file(unix.Eventfd(0, unix.EFD_NONBLOCK)), ErrNotDoorbell},
		"an epoll":          {file(unix.EpollCreate1(0)), ErrNotDoorbell},
		"tcp":               {tcpFile, ErrNotDoorbell},
		"packets":           {file(packets[0], nil), ErrNotDoorbell},
		"datagrams":         {file(unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)), ErrNotDoorbell},
		"a listener":        {listening, ErrNotDoorbell},
		"without a far end": {file(unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)), ErrNotDoorbell},
		"closed":            {closed, os.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			before := holds(t, "")
			_, err := OpenDoorbell(c.f)
			require.ErrorIs(t, err, c.err)
			require.ErrorContains(t, err, "shm: open doorbell: ")
			require.Equal(t, before, holds(t, ""), "and f stays the caller's")
		})
	}
}

func TestDoorbellLeaksNothing(t *testing.T) {
	leaksNothing(t, "", func() {
		near, f, err := NewDoorbell()
		require.NoError(t, err)
		far, err := OpenDoorbell(f)
		require.NoError(t, err)
		require.NoError(t, errors.Join(near.Close(), far.Close()))
	})
	if isChild(t) {
		must(unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 4, Max: 4}))
		if _, _, err := NewDoorbell(); !errors.Is(err, unix.EMFILE) {
			must(fmt.Errorf("expected %w, got %w", unix.EMFILE, err))
		}
		os.Exit(0)
	}
	child(t).ended(t)
}
