//go:build !portable

package shm

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// socketType is what network is to the system.
const socketType = unix.SOCK_SEQPACKET

// waitAllocates is how often the wait for a doorbell allocates.
const waitAllocates = 0

// segmentMark is how mappings of segments show up in /proc/self/maps.
func segmentMark(name string) string { return "/memfd:" + name }

// raw sends what Send would not.
func raw(t *testing.T, c *Conn, msg []byte, fds ...int) {
	t.Helper()
	conn, err := c.c.SyscallConn()
	require.NoError(t, err)
	var sent error
	require.NoError(t, conn.Control(func(fd uintptr) {
		sent = sendmsg(int(fd), msg, rightsOf(fds))
	}))
	require.NoError(t, sent)
}
