//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// network is what hosts listen on: streams of bytes, which all systems have. In
// front of each message there is its length, 4 bytes, little-endian; descriptors
// go with the first byte of that.
const network = "unix"

const (
	lengthSize     = 4
	longestMessage = 1 << 20
)

// mostFiles is as many descriptors as a system passes on at one time, for which
// there is always room here: some leave those open in the receiver for which
// there was none.
const mostFiles = 512

// writeMessage sends one message with descriptors. A deadline may end it in the
// middle of the message, after which the connection is of no use.
func writeMessage(c *net.UnixConn, msg []byte, fds []int) error {
	if len(msg) > longestMessage {
		return fmt.Errorf("at most %d bytes: %w", longestMessage, unix.EMSGSIZE)
	}
	b := append(binary.LittleEndian.AppendUint32(make([]byte, 0, lengthSize+len(msg)), uint32(len(msg))), msg...)
	n, _, err := c.WriteMsgUnix(b, rightsOf(fds), nil)
	if err == nil && n < len(b) {
		_, err = c.Write(b[n:])
	}
	return err
}

// readMessage waits for one message and takes all of it, also what buf has no room
// for, unless it is longer than any that is sent: then the connection is of no use. The descriptors that it returns are the caller's also with an error; those
// there are too many it closes.
func readMessage(c *net.UnixConn, buf []byte, maxFiles int) (n int, files []*os.File, err error) {
	m := incoming{c: c, rights: make([]byte, rightsRoom(mostFiles)), most: maxFiles}
	var length [lengthSize]byte
	if err := m.read(length[:]); err != nil {
		return 0, m.files, err
	}
	whole := binary.LittleEndian.Uint32(length[:])
	if whole > longestMessage {
		return 0, m.files, fmt.Errorf("a message of %d bytes: %w", whole, ErrTruncated)
	}
	n = min(int(whole), len(buf))
	surplus := int(whole) - n
	err = m.read(buf[:n])
	for left := surplus; left > 0 && err == nil; {
		var waste [512]byte
		k := min(left, len(waste))
		err = m.read(waste[:k])
		left -= k
	}
	switch {
	case err != nil:
	case m.err != nil:
		err = m.err
	case surplus > 0:
		err = ErrTruncated
	}
	return n, m.files, err
}

// incoming is a message on its way.
type incoming struct {
	c      *net.UnixConn
	rights []byte // room for those of one call
	most   int
	files  []*os.File
	err    error // of the descriptors
}

// read fills b, and takes the descriptors that come meanwhile.
func (m *incoming) read(b []byte) error {
	for len(b) > 0 {
		n, nRights, flags, _, err := m.c.ReadMsgUnix(b, m.rights)
		files, rightsErr := filesOf(m.rights[:nRights])
		if controlTruncated(flags) {
			rightsErr = errors.Join(rightsErr, ErrTooManyFiles)
		}
		for _, f := range files {
			if m.files = append(m.files, f); len(m.files) > m.most {
				rightsErr = ErrTooManyFiles
				m.files = m.files[:m.most]
				_ = f.Close()
			}
		}
		if rightsErr != nil {
			m.err = rightsErr
		}
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// isFull tells whether more wait to be accepted at the path than the host has room
// for. Where the kernel says no more than that the socket refuses, a host that
// lives makes the difference; it may also just be starting.
func isFull(err error, path string) bool {
	if !isRefused(err) {
		return errors.Is(err, unix.EAGAIN)
	}
	held, _ := locked(lockOf(path), hosting)
	return held
}

// canBeAbstract says why there are no names without files here.
func canBeAbstract() error { return fmt.Errorf("names without a file: %w", ErrUnsupported) }
