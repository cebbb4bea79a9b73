//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shm

import (
	"encoding/binary"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// socketType is what network is to the system.
const socketType = unix.SOCK_STREAM

// waitAllocates is how often the wait for a doorbell allocates: the address of
// a sender.
const waitAllocates = 1

// segmentMark is how mappings of segments show up in /proc/self/maps, whatever
// their name.
func segmentMark(string) string { return os.TempDir() + "/seamless-" }

// raw sends what Send would not.
func raw(t *testing.T, c *Conn, msg []byte, fds ...int) {
	t.Helper()
	frame := append(binary.LittleEndian.AppendUint32(nil, uint32(len(msg))), msg...)
	n, _, err := c.c.WriteMsgUnix(frame, rightsOf(fds), nil)
	require.NoError(t, err)
	require.Equal(t, len(frame), n)
}
