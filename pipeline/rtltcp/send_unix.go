//go:build unix

package rtltcp

import (
	"errors"
	"io"
	"net"
	"syscall"

	"github.com/seed-ff569660/seamless/circular"
)

// newSender returns how samples go to a connection: straight out of the ring
// where the system lets us ask a socket for as much as it takes now.
func newSender(conn net.Conn, r *circular.Reader[[2]uint8]) sender {
	var raw syscall.RawConn
	var err error
	switch conn := conn.(type) {
	case *net.TCPConn:
		raw, err = conn.SyscallConn()
	case *net.UnixConn:
		raw, err = conn.SyscallConn()
	default:
		return newStaged(r)
	}
	if err != nil {
		return newStaged(r)
	}
	d := &direct{raw: raw, write: write}
	d.attempt = d.try
	return d
}

// direct writes to the socket straight out of the ring. The slice is taken
// only when the socket has room, and given back as soon as the system has
// copied from it: a waiting client holds none that might be overwritten.
type direct struct {
	raw     syscall.RawConn
	write   func(fd uintptr, b []byte) (int, error) // some of b, or EAGAIN
	attempt func(fd uintptr) (done bool)            // is try

	c    *client // for the time of send
	err  error
	half []byte // the Q of a sample whose I was sent, if any
	q    [1]byte
}

// longest is how many samples one call of the system may take. It bounds how
// long the writer has for overwriting them.
const longest = 32 << 10

func (d *direct) send(c *client) error {
	d.c, d.err = c, nil
	if err := d.raw.Write(d.attempt); err != nil {
		return err
	}
	return d.err
}

// try writes what the socket takes without waiting. It is done unless that is
// nothing.
func (d *direct) try(fd uintptr) (done bool) {
	for len(d.half) > 0 { // before take, which may leave samples out after it
		n, err := d.write(fd, d.half)
		if err != nil {
			return d.fail(err)
		}
		d.half = d.half[n:]
	}
	s := d.c.take(longest)
	if len(s) == 0 {
		return true // lost since the wait: wait again
	}
	n, err := d.write(fd, bytesOf(s))
	if err != nil {
		return d.fail(err)
	}
	if n%2 != 0 { // the socket parts the last sample, we must not
		d.q[0] = s[n/2][1]
		d.half = d.q[:]
	}
	items := (n + 1) / 2
	missed, torn := d.c.consume(items)
	d.c.skipped(missed)
	d.c.sent.Add(uint64(items))
	d.c.torn.Add(uint64(torn))
	return true
}

func (d *direct) fail(err error) (done bool) {
	if errors.Is(err, syscall.EAGAIN) {
		return false
	}
	d.err = err
	return true
}

// write is the system call, made again when a signal came between.
func write(fd uintptr, b []byte) (int, error) {
	for {
		n, err := syscall.Write(int(fd), b)
		switch {
		case err == syscall.EINTR:
		case err == nil && n == 0:
			return 0, io.ErrShortWrite
		default:
			return n, err
		}
	}
}
