//go:build !portable

package shm

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// network is what hosts listen on: packets, each of which is a message.
const network = "unixpacket"

// writeMessage sends one message with descriptors.
func writeMessage(c *net.UnixConn, msg []byte, fds []int) error {
	_, _, err := c.WriteMsgUnix(msg, rightsOf(fds), nil)
	return err
}

// readMessage waits for one message. The descriptors that came are the caller's
// also with an error.
func readMessage(c *net.UnixConn, buf []byte, maxFiles int) (n int, files []*os.File, err error) {
	rights := make([]byte, rightsRoom(maxFiles))
	n, nRights, flags, _, err := c.ReadMsgUnix(buf, rights)
	files, rightsErr := filesOf(rights[:nRights])
	switch {
	case err != nil:
	case rightsErr != nil:
		err = rightsErr
	case controlTruncated(flags) || len(files) > maxFiles:
		err = ErrTooManyFiles
	case flags&unix.MSG_TRUNC != 0:
		err = ErrTruncated
	}
	return n, files, err
}

// isFull tells whether more wait to be accepted at the path than the host has room
// for.
func isFull(err error, _ string) bool { return errors.Is(err, unix.EAGAIN) }

// canBeAbstract says why there are no names without files here.
func canBeAbstract() error { return nil }
