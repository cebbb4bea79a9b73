//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shm

import (
	"os"

	"golang.org/x/sys/unix"
)

// The locks are flock's, of whole files, which cannot be asked about without
// being taken. So that nobody is taken for a host who is none, hosts alone lock
// a file exclusively: who looks whether there is a host takes a shared lock for
// a moment, and so does a sweep, for as long as it removes the files of a dead
// one. A shared lock is refused where there is a host and only there, and keeps
// hosts out meanwhile, who come again.
//
// Shared locks do not keep sweeps from each other. The folder's lock does.
var sweepers = [...]claim{sweeping}

// lockSweeps keeps other sweeps of the folder out.
func lockSweeps(folder string) (unlock func(), err error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	if err := flock(f, unix.LOCK_EX); err != nil {
		_ = f.Close()
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}

// lockFile locks f, which the kernel unlocks when its last descriptor is gone.
func lockFile(f *os.File, c claim) error {
	if c == sweeping {
		return flock(f, unix.LOCK_SH)
	}
	return flock(f, unix.LOCK_EX)
}

// isLocked tells whether a host has f; or, of somebody by whom a host was kept
// out, whether it was none and that will pass.
func isLocked(f *os.File, c claim) (bool, error) {
	err := flock(f, unix.LOCK_SH) // ends when the caller closes f
	if err != nil && err != ErrInUse {
		return false, err
	}
	return (err == ErrInUse) == (c == hosting), nil
}

// flock locks f, or returns [ErrInUse].
func flock(f *os.File, how int) error {
	for {
		switch err := control(f, func(fd int) error { return unix.Flock(fd, how|unix.LOCK_NB) }); err {
		case unix.EINTR:
		case unix.EWOULDBLOCK:
			return ErrInUse
		default:
			return err
		}
	}
}
