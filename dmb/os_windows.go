package dmb

import (
	"fmt"
	"os"

	"golang.org/x/sys/windows"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// granularity is what addresses of views and offsets into files are multiples
// of. It is larger than the page and the same on every Windows.
func granularity() int { return 64 << 10 }

func hugePage() int { return 0 }

// newDouble makes bytes bytes of memory backed by the paging file, which are
// committed at once, and maps them twice.
func newDouble(bytes int, o *options) ([]byte, error) {
	mem, err := mapFile(windows.InvalidHandle, 0, bytes, o)
	if err == nil && o.prefault {
		for i := 0; i < len(mem); i += 4096 {
			mem[i] = 0
		}
	}
	return mem, err
}

// bytesOf returns the bytes of a section or a file.
func bytesOf(f *os.File) (bytes int64, err error) {
	section := false
	err = control(f, func(h windows.Handle) error {
		var s memory.Section
		s, section = memory.SectionOf(h)
		bytes = s.Bytes
		return nil
	})
	if section || err != nil {
		return bytes, err
	}
	return sizeOf(f)
}

// mapDouble maps a range of f twice.
func mapDouble(f *os.File, off int64, bytes int, o *options) (mem []byte, err error) {
	err = control(f, func(h windows.Handle) error {
		if _, ok := memory.SectionOf(h); ok {
			mem, err = mapSection(h, off, bytes, o)
		} else {
			mem, err = mapFile(h, off, bytes, o)
		}
		return err
	})
	return mem, err
}

// control runs do on the handle of f, which stays open meanwhile.
func control(f *os.File, do func(h windows.Handle) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	if conn.Control(func(fd uintptr) { err = do(windows.Handle(fd)) }) != nil {
		return os.ErrClosed // what Control says of it wraps nothing
	}
	return err
}

func mapFile(file windows.Handle, off int64, bytes int, o *options) ([]byte, error) {
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
	return mapSection(section, off, bytes, o)
}

func mapSection(section windows.Handle, off int64, bytes int, o *options) ([]byte, error) {
	mem, err := mapViews(section, uint64(off), uintptr(bytes), o)
	if err != nil {
		return nil, err
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
