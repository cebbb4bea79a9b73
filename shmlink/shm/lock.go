package shm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// takeLock takes the lock of a host, or returns [ErrInUse]. It waits for a sweep
// that has it: what looks like a host, and no sweep, three times running is one.
func takeLock(path string) (*os.File, error) {
	const tries, looks = 100, 3
	seen := 0
	for range tries {
		lock, err := tryLock(path, hosting)
		if err != ErrInUse {
			return lock, err
		}
		swept, _ := locked(path, sweeping)
		held, _ := locked(path, hosting)
		if seen++; swept || !held {
			seen = 0
		}
		if seen == looks {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return nil, ErrInUse
}

// sweep removes what hosts have left that were killed. A name that somebody takes
// at the same time is left alone.
func sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	alone, err := lockSweeps(folder)
	if err != nil {
		return
	}
	defer alone()
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), lockSuffix)
		path := filepath.Join(folder, entry.Name())
		if !ok || !entry.Type().IsRegular() {
			continue
		}
		if held, err := locked(path, hosting); err != nil || held {
			continue
		}
		if lock, err := tryLock(path, sweepers[:]...); err == nil {
			_ = remove(filepath.Join(folder, name+socketSuffix))
			_ = releaseLock(lock)
		}
	}
}

// claim is what a lock is for. A sweep takes all of sweepers, which keep hosts
// out; who wants to be the host can tell it from one.
type claim int64

const (
	hosting claim = iota
	sweeping
)

// tryLock opens and locks the file, or returns [ErrInUse].
func tryLock(path string, claims ...claim) (*os.File, error) {
	for {
		f, err := openLock(path, os.O_CREATE)
		if err != nil {
			return nil, err
		}
		for _, c := range claims {
			if err := lockFile(f, c); err != nil {
				_ = f.Close()
				return nil, err
			}
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

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// locked tells whether a live process has the file locked.
func locked(path string, c claim) (bool, error) {
	f, err := openLock(path, 0)
	if err != nil {
		return false, err
	}
	held, err := isLocked(f, c)
	return held, errors.Join(err, f.Close())
}
