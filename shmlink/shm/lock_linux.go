//go:build !portable

package shm

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// lockSweeps has nothing to do: a sweep's lock keeps others out.
func lockSweeps(string) (unlock func(), err error) { return func() {}, nil }

// lockFile locks f for the open file, which the kernel unlocks when its last
// descriptor is gone. It is a lock that can be asked about without being taken,
// unlike flock's.
func lockFile(f *os.File, c claim) error {
	err := control(f, func(fd int) error {
		return unix.FcntlFlock(uintptr(fd), unix.F_OFD_SETLK, bytesOf(c))
	})
	if err == unix.EAGAIN || err == unix.EACCES {
		return ErrInUse
	}
	return err
}

// holder tells what the file is locked for.
func holder(f *os.File) (claim, error) {
	found := bytesOf(hosting)
	err := control(f, func(fd int) error { return unix.FcntlFlock(uintptr(fd), unix.F_OFD_GETLK, found) })
	if err != nil || found.Type == unix.F_UNLCK {
		return nobody, err
	}
	return claim(found.Len), nil // that of the lock which is there
}

func bytesOf(c claim) *unix.Flock_t {
	return &unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Len: int64(c)}
}
