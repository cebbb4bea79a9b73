//go:build !portable

package shm

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// socketPair returns two connected sockets of the poller's.
func socketPair() (near, far *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(fds[0]), "doorbell"), os.NewFile(uintptr(fds[1]), "far doorbell"), nil
}

// checkDoorbell returns a descriptor of the poller's to the socket that f is.
func checkDoorbell(f *os.File) (own *os.File, err error) {
	err = control(f, func(fd int) error {
		for _, want := range []struct{ option, value int }{
			{unix.SO_DOMAIN, unix.AF_UNIX}, {unix.SO_TYPE, unix.SOCK_STREAM},
		} {
			got, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, want.option)
			if err != nil {
				return fmt.Errorf("read socket option %d: %w: %w", want.option, err, ErrNotDoorbell)
			}
			if got != want.value {
				return fmt.Errorf("socket option %d is %d, expected %d: %w", want.option, got, want.value, ErrNotDoorbell)
			}
		}
		// One that hung up meanwhile has no peer either; its waiter would be told at once.
		if _, err := unix.Getpeername(fd); err != nil {
			return fmt.Errorf("%w: %w", err, ErrNotDoorbell)
		}
		duplicate, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return err
		}
		// For the poller to take it. The peer may undo it: no call here relies on it.
		if err := unix.SetNonblock(duplicate, true); err != nil {
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
	_ = unix.Send(int(fd), oneRing, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
}

// drainSocket takes the rings there are, and says whether the wait is over.
// Descriptors that a peer sends along are thrown away by the kernel.
func drainSocket(fd uintptr) (done bool, err error) {
	var rings [512]byte
	n, errno := receiveNow(int(fd), rings[:])
	switch {
	case errno == unix.EAGAIN:
		return false, nil
	case errno == unix.EINTR:
		return true, nil // spurious
	case errno == unix.ECONNRESET: // it left without taking its rings
		return true, io.EOF
	case errno != 0:
		return true, fmt.Errorf("shm: wait for a doorbell: %w", errno)
	case n == 0:
		return true, io.EOF
	}
	return true, nil
}
