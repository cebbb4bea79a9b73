package shm

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// A lock is of one byte for each claim, of the open file, and goes with its last
// handle. A sweep takes both.
var sweepers = [...]claim{sweeping, hosting}

// lockSweeps has nothing to do: the byte of a sweep keeps others out.
func lockSweeps(string) (unlock func(), err error) { return func() {}, nil }

func lockFile(f *os.File, c claim) error { return lockByte(f, c, windows.LOCKFILE_EXCLUSIVE_LOCK) }

// isLocked asks for a share of the byte. Who wants all of it at this moment finds
// it taken, and looks again.
func isLocked(f *os.File, c claim) (bool, error) {
	err := lockByte(f, c, 0)
	if err == ErrInUse {
		return true, nil
	}
	return false, err // closing f gives it back
}

// lockByte locks a byte that lies behind all that is in the file.
func lockByte(f *os.File, c claim, how uint32) error {
	err := control(f, func(fd int) error {
		at := &windows.Overlapped{OffsetHigh: 1, Offset: uint32(c)}
		return windows.LockFileEx(windows.Handle(fd), windows.LOCKFILE_FAIL_IMMEDIATELY|how, 0, 1, 0, at)
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
