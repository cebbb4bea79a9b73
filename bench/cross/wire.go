//go:build linux

package cross

import (
	"fmt"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// wire is what two processes are connected by: descriptors for each of them.
type wire struct{ here, there []*os.File }

// newWire makes a connection of the kind that the peer goes by.
func newWire(peer string) (w wire, err error) {
	switch peer {
	case "unix":
		return pair(unix.SOCK_STREAM)
	case "seqpacket":
		return pair(unix.SOCK_SEQPACKET)
	case "tcp":
		return loopback()
	case "pipe":
		return pipes()
	case "words", "futex":
		return shared()
	}
	return w, nil
}

// shared makes memory for two processes.
func shared() (w wire, err error) {
	s, err := shm.Create("cross", bareHeader+ringBytes)
	if err != nil {
		return w, err
	}
	defer s.Close()
	if err := s.Seal(shm.Control); err != nil {
		return w, err
	}
	for _, to := range []*[]*os.File{&w.here, &w.there} {
		fd, err := unix.FcntlInt(s.File().Fd(), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			w.close()
			return wire{}, err
		}
		*to = []*os.File{os.NewFile(uintptr(fd), "cross")}
	}
	return w, nil
}

func pair(kind int) (w wire, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, kind|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return w, err
	}
	for _, fd := range fds {
		_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF, ringBytes) // the system lets what it lets
	}
	w.here = []*os.File{os.NewFile(uintptr(fds[0]), "socket")}
	w.there = []*os.File{os.NewFile(uintptr(fds[1]), "socket")}
	return w, nil
}

// loopback makes a connection over TCP, whose buffers the system sizes.
func loopback() (w wire, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return w, err
	}
	defer l.Close()
	here, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return w, err
	}
	defer here.Close()
	there, err := l.Accept()
	if err != nil {
		return w, err
	}
	defer there.Close()
	for _, end := range []struct {
		conn net.Conn
		to   *[]*os.File
	}{{here, &w.here}, {there, &w.there}} {
		f, err := end.conn.(*net.TCPConn).File()
		if err != nil {
			w.close()
			return wire{}, err
		}
		*end.to = []*os.File{f}
	}
	return w, nil
}

// pipes makes one there and one back. Each side gets the end it reads first.
func pipes() (w wire, err error) {
	var ends [2][2]*os.File
	for i := range ends {
		var fds [2]int
		if err := syscall.Pipe2(fds[:], syscall.O_CLOEXEC); err != nil {
			return w, fmt.Errorf("a pipe: %w", err)
		}
		_, _ = unix.FcntlInt(uintptr(fds[1]), unix.F_SETPIPE_SZ, ringBytes)
		ends[i] = [2]*os.File{os.NewFile(uintptr(fds[0]), "pipe"), os.NewFile(uintptr(fds[1]), "pipe")}
	}
	w.here = []*os.File{ends[1][0], ends[0][1]}
	w.there = []*os.File{ends[0][0], ends[1][1]}
	return w, nil
}

// close lets go of what the processes have by now.
func (w wire) close() {
	for _, f := range append(w.here, w.there...) {
		_ = f.Close()
	}
}
