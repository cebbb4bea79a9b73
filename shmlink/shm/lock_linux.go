//go:build !portable

package shm

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// A lock is of one byte for each claim: locks of an open file can be asked about
// without being taken, unlike flock's. A sweep takes both.
var sweepers = [...]claim{sweeping, hosting}

// lockSweeps has nothing to do: the byte of a sweep keeps others out.
func lockSweeps(string) (unlock func(), err error) { return func() {}, nil }

// lockFile locks a byte of f for the open file, which the kernel unlocks when its
// last descriptor is gone.
func lockFile(f *os.File, c claim) error {
	err := control(f, func(fd int) error {
		return unix.FcntlFlock(uintptr(fd), unix.F_OFD_SETLK, byteOf(c))
	})
	if err == unix.EAGAIN || err == unix.EACCES {
		return ErrInUse
	}
	return err
}

func isLocked(f *os.File, c claim) (bool, error) {
	found := byteOf(c)
	err := control(f, func(fd int) error { return unix.FcntlFlock(uintptr(fd), unix.F_OFD_GETLK, found) })
	return err == nil && found.Type != unix.F_UNLCK, err
}

func byteOf(c claim) *unix.Flock_t {
	return &unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: int64(c), Len: 1}
}
