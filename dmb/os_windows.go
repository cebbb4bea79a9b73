package dmb

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// granularity is what addresses of views and offsets into files are multiples
// of. It is larger than the page and the same on every Windows.
func granularity() int { return 64 << 10 }

func hugePage() int { return 0 }

// newDouble makes bytes bytes of memory backed by the paging file, which are
// committed at once, and maps them twice.
func newDouble(bytes int, o *options) ([]byte, error) {
	return mapSection(windows.InvalidHandle, 0, bytes, o)
}

// mapDouble maps a range of f twice.
func mapDouble(f *os.File, off int64, bytes int, o *options) (mem []byte, err error) {
	conn, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	closed := conn.Control(func(fd uintptr) {
		mem, err = mapSection(windows.Handle(fd), off, bytes, o)
	})
	return mem, errors.Join(closed, err)
}

func mapSection(file windows.Handle, off int64, bytes int, o *options) ([]byte, error) {
	protect := uint32(windows.PAGE_READWRITE)
	if o.readOnly {
		protect = windows.PAGE_READONLY
	}
	end := uint64(off) + uint64(bytes)
	err := o.failure("section")
	var section windows.Handle
	if err == nil {
		section, err = windows.CreateFileMapping(file, nil, protect, uint32(end>>32), uint32(end), nil)
	}
	if err != nil {
		return nil, fmt.Errorf("create a section of %d bytes: %w", end, err)
	}
	defer windows.CloseHandle(section) // the views keep the memory
	mem, err := mapViews(section, uint64(off), uintptr(bytes), o)
	if err != nil {
		return nil, err
	}
	if o.prefault && file == windows.InvalidHandle {
		for i := 0; i < len(mem); i += 4096 {
			mem[i] = 0
		}
	}
	if o.lock {
		if err := lock(mem, o); err != nil {
			_ = unmapDouble(mem)
			return nil, err
		}
	}
	return mem, nil
}

// heapAllows cannot ask: the runtime ends the process when the heap is full.
func heapAllows(int, *options) error { return nil }
