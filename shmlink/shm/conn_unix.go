//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

func rightsOf(fds []int) []byte {
	if len(fds) == 0 {
		return nil
	}
	return unix.UnixRights(fds...)
}

// rightsRoom returns the bytes that n descriptors take. Rounding may leave room
// for one more.
func rightsRoom(n int) int {
	if n == 0 {
		return 0
	}
	return unix.CmsgSpace(4 * n)
}

// filesOf returns all descriptors in control data as the kernel wrote it.
func filesOf(control []byte) (files []*os.File, err error) {
	fds, err := descriptorsOf(control)
	for _, fd := range fds {
		files = append(files, os.NewFile(uintptr(fd), "received"))
	}
	return files, err
}

func descriptorsOf(control []byte) (fds []int, err error) {
	if len(control) == 0 {
		return nil, nil
	}
	messages, err := unix.ParseSocketControlMessage(control)
	for _, m := range messages {
		if m.Header.Level != unix.SOL_SOCKET || m.Header.Type != unix.SCM_RIGHTS {
			err = errors.Join(err, fmt.Errorf("control message %d of level %d", m.Header.Type, m.Header.Level))
			continue
		}
		data := m.Data
		for ; len(data) >= 4; data = data[4:] {
			fds = append(fds, int(int32(binary.NativeEndian.Uint32(data))))
		}
		if len(data) > 0 { // unix.ParseUnixRights would panic
			err = errors.Join(err, fmt.Errorf("%d bytes in the place of a descriptor", len(data)))
		}
	}
	return fds, err
}

func controlTruncated(flags int) bool { return flags&unix.MSG_CTRUNC != 0 }

func peerOf(c *net.UnixConn) (cred Cred, err error) {
	conn, err := c.SyscallConn()
	if err != nil {
		return Cred{}, err
	}
	closed := conn.Control(func(fd uintptr) { cred, err = credOf(int(fd)) })
	return cred, errors.Join(closed, err)
}
