//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shm

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pieces writes bytes as they are, each with descriptors.
func pieces(t *testing.T, c *Conn, b []byte, fds ...int) {
	t.Helper()
	for i := range b {
		_, _, err := c.c.WriteMsgUnix(b[i:i+1], rightsOf(fds), nil)
		require.NoError(t, err)
	}
}

// A message may come in any pieces, and ends where it ends.
func TestMessagesInPieces(t *testing.T) {
	host, guest := conns(t)
	frame := func(m string) []byte { return append(binary.LittleEndian.AppendUint32(nil, uint32(len(m))), m...) }
	buf := make([]byte, 100)
	go pieces(t, guest, append(append(frame("hello"), frame("x")...), frame("again")...))
	for _, want := range []string{"hello", "x", "again"} {
		n, _, err := host.Receive(buf, 0)
		require.NoError(t, err)
		require.Equal(t, want, string(buf[:n]))
	}
	leaksNothing(t, "", func() { // descriptors anywhere in it count together
		go pieces(t, guest, frame("hello"), 0, 1)
		_, _, err := host.Receive(buf, 17)
		require.ErrorIs(t, err, ErrTooManyFiles)
		go pieces(t, guest, frame("hello"), 0, 1)
		_, files, err := host.Receive(buf, 18)
		require.NoError(t, err)
		require.Len(t, files, 18)
		for _, f := range files {
			require.NoError(t, f.Close())
		}
	})
}

func TestUnfinishedMessages(t *testing.T) {
	for name, b := range map[string][]byte{
		"no more than a length": {5, 0, 0, 0}, "half a length": {5, 0}, "half a message": {5, 0, 0, 0, 'h'},
	} {
		t.Run(name, func(t *testing.T) {
			host, guest := conns(t)
			before := holds(t, "")
			pieces(t, guest, b, 0)
			require.NoError(t, host.SetDeadline(time.Now().Add(10*time.Millisecond)))
			_, _, err := host.Receive(make([]byte, 10), 10)
			require.ErrorIs(t, err, os.ErrDeadlineExceeded)
			require.Equal(t, before, holds(t, ""))

			host, guest = conns(t)
			pieces(t, guest, b)
			require.NoError(t, guest.Close())
			_, _, err = host.Receive(make([]byte, 10), 10)
			require.Equal(t, io.EOF, err)
		})
	}
}

func TestLongestMessage(t *testing.T) {
	host, guest := conns(t)
	m := bytes.Repeat([]byte{7}, longestMessage)
	sent := make(chan error)
	go func() { sent <- guest.Send(m) }()
	buf := make([]byte, longestMessage)
	n, _, err := host.Receive(buf, 0)
	require.NoError(t, err)
	require.NoError(t, <-sent)
	require.Equal(t, m, buf[:n])
	pieces(t, guest, binary.LittleEndian.AppendUint32(nil, longestMessage+1))
	_, _, err = host.Receive(buf, 0)
	require.ErrorIs(t, err, ErrTruncated, "without waiting for it")
}

// A host that lives and has no socket just now is knocked at again.
func TestHostThatDoesNotAnswerYet(t *testing.T) {
	runtimeFolder(t)
	path, err := address("slow")
	require.NoError(t, err)
	lock, err := takeLock(lockOf(path))
	require.NoError(t, err)
	stale := rawListener(t, path, 1)
	stale.SetUnlinkOnClose(false)
	require.NoError(t, stale.Close())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = Dial(ctx, "slow")
	require.ErrorIs(t, err, context.DeadlineExceeded)

	require.NoError(t, lock.Close()) // as when its process dies
	_, err = Dial(t.Context(), "slow")
	require.ErrorIs(t, err, ErrNoHost)
}

// Who looks, and who tidies up, is no host; a host is one to everybody.
func TestLocks(t *testing.T) {
	runtimeFolder(t)
	path, err := address("radio")
	require.NoError(t, err)
	path = lockOf(path)
	is := func(c claim) bool { held, err := locked(path, c); require.NoError(t, err); return held }

	host, err := tryLock(path, hosting)
	require.NoError(t, err)
	require.True(t, is(hosting))
	require.False(t, is(sweeping))
	for _, c := range []claim{hosting, sweeping} {
		_, err = tryLock(path, c)
		require.Equal(t, ErrInUse, err)
	}
	require.NoError(t, host.Close())
	require.False(t, is(hosting))

	sweep, err := tryLock(path, sweepers[:]...)
	require.NoError(t, err)
	require.False(t, is(hosting), "while one tidies up")
	require.True(t, is(sweeping))
	_, err = tryLock(path, hosting)
	require.Equal(t, ErrInUse, err)
	require.NoError(t, releaseLock(sweep))

	folder, err := Folder()
	require.NoError(t, err)
	unlock, err := lockSweeps(folder)
	require.NoError(t, err)
	_, err = lockSweeps(folder)
	require.Equal(t, ErrInUse, err)
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	sweepOnce(t, folder, path, true)
	unlock()
	sweepOnce(t, folder, path, false)
}

// sweepOnce sweeps, after which the file is there or not.
func sweepOnce(t *testing.T, folder, path string, there bool) {
	t.Helper()
	sweep(folder)
	_, err := os.Lstat(path)
	require.Equal(t, there, err == nil)
}
