//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shm

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// socketPair returns two connected sockets of the poller's.
func socketPair() (near, far *os.File, err error) {
	syscall.ForkLock.RLock() // no child gets them
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fds[0])
		unix.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, err
	}
	for _, fd := range fds {
		err = errors.Join(err, unix.SetNonblock(fd, true), quiet(fd))
	}
	if err != nil {
		return nil, nil, errors.Join(err, unix.Close(fds[0]), unix.Close(fds[1]))
	}
	return os.NewFile(uintptr(fds[0]), "doorbell"), os.NewFile(uintptr(fds[1]), "far doorbell"), nil
}

// checkDoorbell returns a descriptor of the poller's to the socket that f is.
func checkDoorbell(f *os.File) (own *os.File, err error) {
	err = control(f, func(fd int) error {
		kind, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
		if err != nil {
			return fmt.Errorf("read the type of socket: %w: %w", err, ErrNotDoorbell)
		}
		if kind != unix.SOCK_STREAM {
			return fmt.Errorf("socket of type %d, expected %d: %w", kind, unix.SOCK_STREAM, ErrNotDoorbell)
		}
		name, err := unix.Getsockname(fd)
		if err != nil {
			return fmt.Errorf("read the name of a socket: %w: %w", err, ErrNotDoorbell)
		}
		if _, ok := name.(*unix.SockaddrUnix); !ok {
			return fmt.Errorf("socket of %T: %w", name, ErrNotDoorbell)
		}
		// One that hung up meanwhile has no peer either; its waiter would be told at once.
		if _, err := unix.Getpeername(fd); err != nil {
			return fmt.Errorf("%w: %w", err, ErrNotDoorbell)
		}
		duplicate, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return err
		}
		if err := errors.Join(unix.SetNonblock(duplicate, true), quiet(duplicate)); err != nil {
			return errors.Join(err, unix.Close(duplicate))
		}
		own = os.NewFile(uintptr(duplicate), "doorbell")
		return nil
	})
	return own, err
}

var oneRing = []byte{1}

// ringSocket sends one byte. That there is no room means that rings are
// waiting, and that nobody is there that nobody waits.
func ringSocket(fd uintptr) {
	_ = unix.Send(int(fd), oneRing, unix.MSG_DONTWAIT|noSignal)
}

// drainSocket takes the rings there are, and says whether the wait is over.
// Descriptors that a peer sends along are thrown away by the kernel.
func drainSocket(fd uintptr) (done bool, err error) {
	var rings [512]byte
	n, _, err := unix.Recvfrom(int(fd), rings[:], unix.MSG_DONTWAIT)
	switch {
	case err == unix.EAGAIN:
		return false, nil
	case err == unix.EINTR:
		return true, nil // spurious
	case err == unix.ECONNRESET: // it left without taking its rings
		return true, io.EOF
	case err != nil:
		return true, fmt.Errorf("shm: wait for a doorbell: %w", err)
	case n == 0:
		return true, io.EOF
	}
	return true, nil
}
