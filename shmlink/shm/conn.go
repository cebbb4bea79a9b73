package shm

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// Conn is a connection between a host and a guest that carries messages whole,
// each with descriptors, and tells when the other is gone. One goroutine at a
// time may Send and one Receive; everything else any goroutine at any time.
type Conn struct{ c *socket }

// Cred says who is at the other end, by the kernel's word: who it was when it
// connected, or when it began to listen. On Windows UID and GID are -1, as
// os.Getuid and os.Getgid are: there [Conn.Peer] fails for another user's.
type Cred struct {
	PID int // 0 if it is out of sight, in another PID namespace, or not told by the system
	UID int
	GID int
}

// Send sends one message, not empty, with copies of the descriptors, at most
// 253; they stay open here. It waits while the other end has no room. When it
// is gone the error wraps syscall.EPIPE. All systems carry messages of 128 KiB; the
// error of one too long wraps syscall.EMSGSIZE.
func (c *Conn) Send(msg []byte, files ...*os.File) error {
	if len(msg) == 0 {
		panic(fmt.Sprintf("shm: send a message of 0 bytes with %d descriptors", len(files)))
	}
	if err := c.send(msg, files, make([]int, 0, len(files))); err != nil {
		return fmt.Errorf("shm: send %d bytes with %d descriptors: %w", len(msg), len(files), err)
	}
	return nil
}

// send sends when the descriptors of all files are in fds; each stays open
// until the message is on its way.
func (c *Conn) send(msg []byte, files []*os.File, fds []int) error {
	if len(files) > 0 {
		return control(files[0], func(fd int) error { return c.send(msg, files[1:], append(fds, fd)) })
	}
	return writeMessage(c.c, msg, fds)
}

// Receive waits for one message and returns its length in buf and its
// descriptors, at most maxFiles, closed on exec. io.EOF says that the other
// end is gone.
//
// A message longer than buf gives [ErrTruncated], one with more descriptors
// [ErrTooManyFiles]. After any error all descriptors that came are closed. The
// descriptors may be of any kind: their openers, [Open] and [OpenDoorbell],
// judge them.
func (c *Conn) Receive(buf []byte, maxFiles int) (n int, files []*os.File, err error) {
	n, files, err = c.receive(buf, maxFiles)
	if err == nil || err == io.EOF {
		return n, files, err
	}
	return 0, nil, fmt.Errorf("shm: receive up to %d bytes and %d descriptors: %w", len(buf), maxFiles, err)
}

// HungUp tells whether an error of Send or Receive says that the other side has
// closed the connection, or is gone.
func HungUp(err error) bool { return errors.Is(err, io.EOF) || isReset(err) }

func (c *Conn) receive(buf []byte, maxFiles int) (int, []*os.File, error) {
	if len(buf) == 0 || maxFiles < 0 {
		panic(fmt.Sprintf("shm: receive %d bytes and %d descriptors", len(buf), maxFiles))
	}
	n, files, err := readMessage(c.c, buf, maxFiles)
	// Reset: it left without reading all that was sent to it. An empty message,
	// which Send does not send, looks like the end and is one.
	if isReset(err) || errors.Is(err, io.EOF) || err == nil && n == 0 {
		err = io.EOF
	}
	if err == nil {
		return n, files, nil
	}
	for _, f := range files {
		_ = f.Close()
	}
	return 0, nil, err
}

// Peer returns who is at the other end.
func (c *Conn) Peer() (Cred, error) {
	cred, err := peerOf(c.c)
	if err != nil {
		return Cred{}, fmt.Errorf("shm: identity of a peer: %w", err)
	}
	return cred, nil
}

// SetDeadline ends a Send or Receive at that moment, with
// os.ErrDeadlineExceeded; the zero time is never. Elsewhere than on Linux a
// connection is of no use after one that has ended in the middle of a message.
func (c *Conn) SetDeadline(t time.Time) error { return c.c.SetDeadline(t) }

// SetReadDeadline is SetDeadline for Receive only.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.c.SetReadDeadline(t) }

// SetWriteDeadline is SetDeadline for Send only.
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.c.SetWriteDeadline(t) }

// Close hangs up. A Send or Receive under way ends with net.ErrClosed. Closing
// twice is no error.
func (c *Conn) Close() error {
	if err := c.c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
