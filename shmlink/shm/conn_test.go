//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestMessagesStayWhole(t *testing.T) {
	host, guest := conns(t)
	messages := [][]byte{{0}, []byte("hello"), bytes.Repeat([]byte{7}, 60_000)}
	sent := make(chan error, 1)
	go func() { // there need not be room for all
		err := error(nil)
		for _, m := range messages {
			err = errors.Join(err, host.Send(m))
		}
		sent <- err
	}()
	buf := make([]byte, 60_000)
	for _, m := range messages {
		n, files, err := guest.Receive(buf, 3)
		require.NoError(t, err)
		require.Equal(t, m, buf[:n])
		require.Empty(t, files)
	}
	require.NoError(t, <-sent)
	require.Panics(t, func() { _ = host.Send(nil) })
	require.Panics(t, func() { _, _, _ = host.Receive(nil, 0) })
	require.Panics(t, func() { _, _, _ = host.Receive(buf, -1) })
	err := host.Send(make([]byte, 64<<20))
	require.ErrorIs(t, err, syscall.EMSGSIZE)
	require.ErrorContains(t, err, "send 67108864 bytes with 0 descriptors")
}

func TestDescriptorsArrive(t *testing.T) {
	host, guest := conns(t)
	s, r := sealed(t, Data)
	r.Bytes(0, 1)[0] = 42
	before := holds(t, "")
	const most = 253
	for _, n := range []int{0, 1, 2, 3, most} {
		sent := make([]*os.File, n)
		for i := range sent {
			sent[i] = s.File()
		}
		require.NoError(t, host.Send([]byte("x"), sent...))
		_, files, err := guest.Receive(make([]byte, 1), n)
		require.NoError(t, err)
		require.Len(t, files, n)
		for _, f := range files {
			flags, err := unix.FcntlInt(f.Fd(), unix.F_GETFD, 0)
			require.NoError(t, err)
			require.Equal(t, unix.FD_CLOEXEC, flags)
			opened, err := Open(f, 2*page, Data)
			require.NoError(t, err)
			require.NoError(t, opened.Close())
		}
	}
	require.Equal(t, before, holds(t, ""))
	require.Error(t, host.Send([]byte("x"), make([]*os.File, most+1)...), "nil files")
	closed := duplicate(t, s.File())
	require.NoError(t, closed.Close())
	require.ErrorIs(t, host.Send([]byte("x"), s.File(), closed), os.ErrClosed)
	if runtime.GOOS != "linux" {
		return // where the limit is another one
	}
	many := make([]*os.File, most+1)
	for i := range many {
		many[i] = s.File()
	}
	require.ErrorIs(t, host.Send([]byte("x"), many...), unix.EINVAL)
}

// TestRefusedMessages: nothing of a refused message stays open.
func TestRefusedMessages(t *testing.T) {
	host, guest := conns(t)
	fds := func(n int) []int { return make([]int, n) } // all of them standard input
	for name, c := range map[string]struct {
		length, fds, room, expected int
		err                         error
	}{
		"one, none expected":     {1, 1, 8, 0, ErrTooManyFiles},
		"253, none expected":     {1, 253, 8, 0, ErrTooManyFiles},
		"two, one expected":      {1, 2, 8, 1, ErrTooManyFiles},
		"three, two expected":    {1, 3, 8, 2, ErrTooManyFiles},
		"253, four expected":     {1, 253, 8, 4, ErrTooManyFiles},
		"253, 252 expected":      {1, 253, 8, 252, ErrTooManyFiles},
		"long":                   {9, 0, 8, 0, ErrTruncated},
		"long with descriptors":  {100, 4, 8, 4, ErrTruncated},
		"long with too many":     {100, 4, 8, 2, ErrTooManyFiles},
		"empty":                  {0, 0, 8, 0, io.EOF},
		"empty with descriptors": {0, 253, 8, 253, io.EOF},
	} {
		t.Run(name, func(t *testing.T) {
			leaksNothing(t, "", func() {
				raw(t, guest, make([]byte, c.length), fds(c.fds)...)
				n, files, err := host.Receive(make([]byte, c.room), c.expected)
				require.ErrorIs(t, err, c.err)
				require.Zero(t, n)
				require.Empty(t, files)
			})
		})
	}
	require.NoError(t, guest.Send([]byte("as good as before")))
	n, _, err := host.Receive(make([]byte, 100), 0)
	require.NoError(t, err)
	require.Equal(t, 17, n)
}

func TestHangUp(t *testing.T) {
	host, guest := conns(t)
	result := make(chan error)
	receive := func() { _, _, err := host.Receive(make([]byte, 1), 0); result <- err }
	go receive()
	require.NoError(t, guest.Close())
	require.Equal(t, io.EOF, <-result)
	err := host.Send([]byte("x"))
	require.ErrorIs(t, err, syscall.EPIPE)
	require.ErrorContains(t, err, "send 1 bytes with 0 descriptors")
	require.True(t, HungUp(err) && HungUp(io.EOF) && !HungUp(net.ErrClosed) && !HungUp(nil))

	host, guest = conns(t)
	require.NoError(t, host.Send([]byte("never read")))
	require.NoError(t, guest.Send([]byte("last words")))
	require.NoError(t, guest.Close())
	for err = nil; err == nil; {
		_, _, err = host.Receive(make([]byte, 10), 0)
	}
	require.Equal(t, io.EOF, err)

	host, _ = conns(t)
	go receive()
	require.NoError(t, host.Close())
	require.ErrorIs(t, <-result, net.ErrClosed)
	require.NoError(t, host.Close(), "twice")
	_, err = host.Peer()
	require.Error(t, err)
}

func TestDeadlines(t *testing.T) {
	host, guest := conns(t)
	require.NoError(t, host.SetDeadline(time.Unix(1, 0)))
	_, _, err := host.Receive(make([]byte, 1), 0)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.ErrorIs(t, host.Send([]byte("x")), os.ErrDeadlineExceeded)
	require.NoError(t, host.SetReadDeadline(time.Time{}))
	require.NoError(t, guest.Send([]byte("x")))
	_, _, err = host.Receive(make([]byte, 1), 0)
	require.NoError(t, err)

	// A peer that reads nothing holds up Send until its deadline.
	require.NoError(t, guest.SetWriteDeadline(time.Now().Add(20*time.Millisecond)))
	for err = nil; err == nil; {
		err = guest.Send(make([]byte, 4096))
	}
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
}

func TestPeer(t *testing.T) {
	host, guest := conns(t)
	for _, c := range []*Conn{host, guest} {
		peer, err := c.Peer()
		require.NoError(t, err)
		if runtime.GOOS == "freebsd" || runtime.GOOS == "dragonfly" {
			require.Zero(t, peer.PID, "not told")
			peer.PID = os.Getpid()
		}
		require.Equal(t, Cred{os.Getpid(), os.Getuid(), os.Getgid()}, peer)
	}
}
