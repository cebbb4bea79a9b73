package shm

import (
	"fmt"
	"os"

	"golang.org/x/sys/windows"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// Rights of the handle of a section. Mapping and asking are all there is to do.
const (
	canQuery = 0x0001
	canRead  = canQuery | windows.FILE_MAP_READ
	canWrite = canRead | windows.FILE_MAP_WRITE
)

// readersOnly lets nobody, the owner included (OW), get more from a handle than
// to ask and to map for reading: who has been given no more cannot have the
// kernel make him a handle that writes.
const readersOnly = "D:P(A;;0x5;;;OW)"

// newSegment returns a section of size bytes backed by the paging file, all of them
// committed. Its size never changes.
//
// It has no name. One would have to be taken before anybody else takes it, and
// would let in who knows it; a handle reaches those it is given to.
func newSegment(name string, size int, fail memory.Fail) (*Segment, error) {
	err := fail.At("section")
	var security *windows.SecurityAttributes
	if err == nil {
		security, err = securityOf(readersOnly)
	}
	if err != nil {
		return nil, err
	}
	h, err := windows.CreateFileMapping(windows.InvalidHandle, security, windows.PAGE_READWRITE,
		uint32(uint64(size)>>32), uint32(size), nil)
	if err != nil {
		return nil, os.NewSyscallError("CreateFileMapping", err)
	}
	return &Segment{f: os.NewFile(uintptr(h), name), size: size}, nil
}

// seal takes from the host's own handle the rights that guests of that kind do not
// get, so that a copy of it can be handed out as it is.
func (s *Segment) seal(kind Kind) error {
	rights := uint32(canWrite)
	if kind == Data {
		rights = canRead
	}
	h, err := duplicateHandle(s.f, windows.CurrentProcess(), rights, 0)
	if err != nil {
		return err
	}
	sealed := os.NewFile(uintptr(h), s.f.Name())
	err = s.f.Close()
	s.f = sealed
	return err
}

// checkFile judges a handle that anybody may have made.
func checkFile(f *os.File, size int, kind Kind) error {
	return control(f, func(fd int) error {
		section, ok := memory.SectionOf(windows.Handle(fd))
		switch {
		case !ok:
			return fmt.Errorf("no section: %w", ErrNotMemory)
		case section.Bytes != int64(size):
			return fmt.Errorf("%d bytes: %w", section.Bytes, ErrWrongSize)
		case !section.Committed: // or a file, which could be truncated
			return fmt.Errorf("not committed in the paging file: %w", ErrSparse)
		}
		if kind == Data && canBecome(windows.Handle(fd), canWrite) {
			return fmt.Errorf("it can be mapped for writing: %w", ErrUnsealed)
		}
		return nil
	})
}

// canBecome tells whether a handle has those rights or can be turned into one
// that has them.
func canBecome(h windows.Handle, rights uint32) bool {
	me := windows.CurrentProcess()
	var better windows.Handle
	if windows.DuplicateHandle(me, h, me, &better, rights, false, 0) != nil {
		return false
	}
	_ = windows.CloseHandle(better)
	return true
}

// mapFile maps n bytes of f at off. They are committed; what is not present yet
// is made so at the first touch, which cannot fail.
func mapFile(f *os.File, off, n int, writable bool, fail memory.Fail) (mem []byte, err error) {
	access := uint32(windows.FILE_MAP_READ)
	if writable {
		access |= windows.FILE_MAP_WRITE
	}
	err = control(f, func(fd int) error {
		if err := fail.At("map"); err != nil {
			return err
		}
		mem, err = mapView(windows.Handle(fd), uint64(off), n, access)
		return err
	})
	return mem, err
}

// unmap gives back what mapFile returned.
func unmap(mem []byte) error { return unmapView(mem) }

// control runs do on the handle of f, which stays open meanwhile.
func control(f *os.File, do func(fd int) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	if conn.Control(func(fd uintptr) { err = do(int(fd)) }) != nil {
		return os.ErrClosed // what Control says of it wraps nothing
	}
	return err
}

// duplicateHandle makes a handle of process to what f is, with those rights unless
// options say the same ones.
func duplicateHandle(f *os.File, process windows.Handle, rights, options uint32) (h windows.Handle, err error) {
	err = control(f, func(fd int) error {
		return windows.DuplicateHandle(windows.CurrentProcess(), windows.Handle(fd), process, &h, rights, false, options)
	})
	return h, err
}

const hasSeals = false
