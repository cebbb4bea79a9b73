// Package whole writes files that are there whole or not at all: under another
// name at first, renamed when they are complete.
package whole

import (
	"fmt"
	"os"
)

// File is a file on its way; it is written as any *os.File. It belongs to one
// goroutine.
type File struct {
	*os.File
	path string
	done bool
}

// Create opens a file that [File.Keep] will name path, replacing what is there.
// Until then it lies beside it, as path.PID.part.
func Create(path string) (*File, error) {
	f, err := os.OpenFile(fmt.Sprintf("%s.%d.part", path, os.Getpid()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	return &File{File: f, path: path}, nil
}

// Keep closes the file and gives it its name. If that fails it is removed.
func (f *File) Keep() error {
	err := f.Close()
	if err == nil {
		err = os.Rename(f.Name(), f.path)
	}
	if err != nil {
		f.Discard()
		return err
	}
	f.done = true
	return nil
}

// Discard closes and removes the file unless it was kept: for a defer.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	f.Close()
	os.Remove(f.Name())
}
