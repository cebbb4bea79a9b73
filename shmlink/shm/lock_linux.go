package shm

import (
	"io"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const noFollow = unix.O_NOFOLLOW

// canMeet says why hosts and guests cannot meet here.
func canMeet() error { return nil }

// lockFile locks a byte of f for the open file, which the kernel unlocks when its
// last descriptor is gone. It is a lock that can be asked about without being
// taken, unlike flock's.
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

// owned tells whether the file is this user's.
func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
