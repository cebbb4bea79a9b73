//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package memory

import (
	"errors"
	"fmt"
	"os"
)

// Temporary returns an empty file of this user's that has no name any more, open
// for reading and writing, and once more for reading only: whoever gets that
// one cannot write the file, nor map it for writing. The file lies in the folder
// for temporary files.
func Temporary(fail Fail) (all, reading *os.File, err error) {
	if err := fail.At("file"); err != nil {
		return nil, nil, fmt.Errorf("temporary file: %w", err)
	}
	if all, err = os.CreateTemp("", "seamless-*"); err != nil {
		return nil, nil, err
	}
	reading, err = os.Open(all.Name())
	if err = errors.Join(err, os.Remove(all.Name())); err == nil {
		err = same(all, reading)
	}
	if err != nil {
		_ = all.Close()
		_ = reading.Close()
		return nil, nil, err
	}
	return all, reading, nil
}

// same says whether both are one file, and not one that has taken its name.
func same(a, b *os.File) error {
	first, err := a.Stat()
	if err != nil {
		return err
	}
	second, err := b.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(first, second) {
		return fmt.Errorf("temporary file %s: %w", a.Name(), os.ErrExist)
	}
	return nil
}

// Fill gives f its size by writing it: unlike a truncate that takes all of the
// memory now, on every file system that does not leave zeros out.
func Fill(f *os.File, bytes int, fail Fail) error {
	if err := fail.At("allocate"); err != nil {
		return fmt.Errorf("allocate %d bytes: %w", bytes, err)
	}
	zeros := make([]byte, min(bytes, 1<<20))
	for off := 0; off < bytes; off += len(zeros) {
		if _, err := f.WriteAt(zeros[:min(len(zeros), bytes-off)], int64(off)); err != nil {
			return fmt.Errorf("allocate %d bytes: %w", bytes, err)
		}
	}
	return nil
}
