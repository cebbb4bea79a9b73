package shm

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// lockSweeps has nothing to do: a sweep's lock keeps others out.
func lockSweeps(string) (unlock func(), err error) { return func() {}, nil }

// lockFile locks as many bytes as the claim says, of the open file; the lock goes
// with its last handle.
func lockFile(f *os.File, c claim) error {
	return lockBytes(f, 0, uint32(c), windows.LOCKFILE_EXCLUSIVE_LOCK)
}

// holder asks for shares of the bytes, one by one, since nothing tells how long a
// lock is. Between two looks one sweep may follow another: what looks like a host
// three times running is one. Who wants all at this moment finds a byte taken,
// and looks again.
func holder(f *os.File) (claim, error) {
	const looks = 3
	for range looks {
		switch err := lockBytes(f, 0, 1, 0); err {
		case nil:
			return nobody, nil // closing f gives it back
		case ErrInUse:
		default:
			return nobody, err
		}
		if err := lockBytes(f, 1, 1, 0); err != nil { // in use, or gone
			return sweeping, nil
		}
		if err := unlockBytes(f, 1, 1); err != nil {
			return nobody, err
		}
	}
	return hosting, nil
}

// The bytes lie behind all that is in the file.
func bytesFrom(first uint32) *windows.Overlapped {
	return &windows.Overlapped{OffsetHigh: 1, Offset: first}
}

func unlockBytes(f *os.File, first, n uint32) error {
	return control(f, func(fd int) error {
		return windows.UnlockFileEx(windows.Handle(fd), 0, n, 0, bytesFrom(first))
	})
}

func lockBytes(f *os.File, first, n, how uint32) error {
	err := control(f, func(fd int) error {
		return windows.LockFileEx(windows.Handle(fd), windows.LOCKFILE_FAIL_IMMEDIATELY|how, 0, n, 0, bytesFrom(first))
	})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrInUse
	}
	return err
}

// openLock opens a file to be locked, also to make it if flag is os.O_CREATE.
// One that somebody has removed and somebody still has open is in use.
func openLock(path string, flag int) (*os.File, error) {
	how := uint32(windows.OPEN_EXISTING)
	if flag == os.O_CREATE {
		how = windows.OPEN_ALWAYS
	}
	f, err := openShared(path, windows.GENERIC_READ|windows.GENERIC_WRITE, how)
	if errors.Is(err, fs.ErrPermission) && flag == os.O_CREATE {
		if _, gone := os.Lstat(path); gone != nil {
			return nil, ErrInUse
		}
	}
	return f, err
}

// openShared opens a file that others may remove meanwhile, unlike [os.OpenFile].
func openShared(path string, access, how uint32) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := windows.CreateFile(name, access, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil,
		how, windows.FILE_ATTRIBUTE_NORMAL|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}

// readShared returns what is in a small file.
func readShared(path string) (string, error) {
	f, err := openShared(path, windows.GENERIC_READ, windows.OPEN_EXISTING)
	if err != nil {
		return "", err
	}
	defer f.Close()
	const most = 1 << 10
	b, err := io.ReadAll(io.LimitReader(f, most))
	return string(b), err
}
