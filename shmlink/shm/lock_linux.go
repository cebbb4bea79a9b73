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

// lockFile locks all of f for the open file, which the kernel unlocks when its
// last descriptor is gone. It is a lock that can be asked about without being
// taken, unlike flock's.
func lockFile(f *os.File) error {
	err := control(f, func(fd int) error {
		return unix.FcntlFlock(uintptr(fd), unix.F_OFD_SETLK, wholeFile())
	})
	if err == unix.EAGAIN || err == unix.EACCES {
		return ErrInUse
	}
	return err
}

func isLocked(f *os.File) (bool, error) {
	found := wholeFile()
	err := control(f, func(fd int) error { return unix.FcntlFlock(uintptr(fd), unix.F_OFD_GETLK, found) })
	return err == nil && found.Type != unix.F_UNLCK, err
}

func wholeFile() *unix.Flock_t { return &unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart} }

// owned tells whether the file is this user's.
func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
