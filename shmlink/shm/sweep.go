package shm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// claim is what a lock is for, as the number of the file's bytes that it is on.
// Locks of both kinds exclude each other, and who finds one is told by the kernel
// how long it is: so a host that starts knows a sweep, which it waits for, from
// another host.
type claim int

const (
	nobody   claim = 0
	hosting  claim = 1
	sweeping claim = 2
)

// Sweep removes what the host of that name has left if it was killed. A live
// host, also one that has just taken the name or takes it now, loses nothing:
// what is removed is removed by who has the lock that a host has.
//
// Who learns of a death by the hang-up of a [Conn] may be told before the
// kernel has come to the dead host's lock. So while somebody has it Sweep tries
// again for as long as patience, at growing distances.
func Sweep(name string, patience time.Duration) {
	path, err := address(name)
	if err != nil || strings.HasPrefix(name, abstract) {
		return
	}
	end := time.Now().Add(patience)
	for wait := 100 * time.Microsecond; !sweepFile(lockOf(path)); wait *= 2 {
		left := time.Until(end)
		if left <= 0 {
			return
		}
		time.Sleep(min(wait, left))
	}
}

// sweepFolder removes what hosts have left that were killed.
func sweepFolder(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), lockSuffix) && entry.Type().IsRegular() {
			sweepFile(filepath.Join(folder, entry.Name()))
		}
	}
}

// sweepFile removes a lock's file, and first the socket's, unless somebody has
// the lock: then it reports false.
func sweepFile(path string) bool {
	alone, err := lockSweeps(filepath.Dir(path))
	if err != nil {
		return err != ErrInUse
	}
	defer alone()
	lock, err := tryLock(path, sweeping)
	if err == ErrInUse {
		return false
	}
	if err == nil {
		_ = remove(strings.TrimSuffix(path, lockSuffix) + socketSuffix)
		_ = releaseLock(lock)
	}
	return true
}

// takeLock takes the lock of a host, or returns [ErrInUse]. It waits for sweeps
// that have it.
func takeLock(path string) (*os.File, error) {
	const tries = 100
	for range tries {
		lock, err := tryLock(path, hosting)
		if err != ErrInUse {
			return lock, err
		}
		if holder, _ := holderOf(path); holder == hosting {
			return nil, ErrInUse
		}
		time.Sleep(time.Millisecond)
	}
	return nil, ErrInUse
}

// tryLock opens and locks the file, or returns [ErrInUse]. A host makes it if
// need be; where a sweep finds none the error wraps fs.ErrNotExist.
func tryLock(path string, c claim) (*os.File, error) {
	flag := 0
	if c == hosting {
		flag = os.O_CREATE
	}
	for {
		f, err := openLock(path, flag)
		if err != nil {
			return nil, err
		}
		if err := lockFile(f, c); err != nil {
			_ = f.Close()
			return nil, err
		}
		// Its last owner may have removed it after it was opened here: then
		// somebody else could lock the file that has the name now.
		mine, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if there, err := os.Lstat(path); err == nil && os.SameFile(mine, there) {
			return f, nil
		}
		_ = f.Close()
	}
}

// releaseLock removes the file, then unlocks it: whoever opened it before that
// finds, once it has the lock, that the name is gone or another file's.
func releaseLock(f *os.File) error { return errors.Join(remove(f.Name()), f.Close()) }

func lockOf(socket string) string { return strings.TrimSuffix(socket, socketSuffix) + lockSuffix }

// holderOf tells what the lock is held for.
func holderOf(path string) (claim, error) {
	f, err := openLock(path, 0)
	if err != nil {
		return nobody, err
	}
	c, err := holder(f)
	return c, errors.Join(err, f.Close())
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
