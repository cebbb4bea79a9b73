//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shm

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// Without seals a segment is a file without a name. What protects the items is
// that only the host ever has it open for writing, and that until it has mapped
// it: the descriptor that guests get is open for reading only, from which the
// kernel makes no writable mapping and which cannot change the size. A control
// segment its guest has open for writing, and so could make shorter.

// newSegment returns a segment over a file of size bytes with all of its memory.
func newSegment(_ string, size int, fail memory.Fail) (*Segment, error) {
	if !sharedWords {
		return nil, fmt.Errorf("64-bit atomic words on this processor: %w", ErrUnsupported)
	}
	all, reading, err := memory.Temporary(fail)
	if err != nil {
		return nil, err
	}
	s := &Segment{f: all, size: size, reading: reading}
	if err := memory.Fill(all, size, fail); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// seal leaves of a data segment what its guests get. A segment that was sealed
// before, or opened here, has nothing left to take away.
func (s *Segment) seal(kind Kind) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := control(s.f, func(int) error { return nil }); err != nil {
		return err
	}
	if s.reading == nil {
		return nil
	}
	if kind == Data {
		err := control(s.reading, func(reading int) error {
			return control(s.f, func(all int) error { return replace(all, reading) })
		})
		if err != nil {
			return err
		}
	}
	err := s.reading.Close()
	s.reading = nil
	return err
}

// replace makes the descriptor fd one of what other is.
func replace(fd, other int) error {
	syscall.ForkLock.RLock() // no child gets it
	defer syscall.ForkLock.RUnlock()
	if err := unix.Dup2(other, fd); err != nil {
		return err
	}
	unix.CloseOnExec(fd)
	return nil
}

// checkFile judges a descriptor that anybody may have made, as far as it tells:
// whether whoever passed it has it open for writing, it does not. A hole in it
// is no danger, and reads as zeros.
func checkFile(f *os.File, size int, kind Kind) error {
	if !sharedWords {
		return fmt.Errorf("64-bit atomic words on this processor: %w", ErrUnsupported)
	}
	return control(f, func(fd int) error {
		var stat unix.Stat_t
		if err := unix.Fstat(fd, &stat); err != nil {
			return err
		}
		if stat.Mode&unix.S_IFMT != unix.S_IFREG {
			return fmt.Errorf("mode %#o: %w", stat.Mode, ErrNotMemory)
		}
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		if err != nil {
			return err
		}
		want := unix.O_RDWR
		if kind == Data {
			want = unix.O_RDONLY
		}
		if got := flags & unix.O_ACCMODE; got != want {
			return fmt.Errorf("open as %#x, expected %#x: %w", got, want, ErrUnsealed)
		}
		if stat.Size != int64(size) {
			return fmt.Errorf("%d bytes: %w", stat.Size, ErrWrongSize)
		}
		return nil
	})
}

// mapFile maps n bytes of f at off. The pages come when they are touched: to do
// that here is a fault where the file has become shorter.
func mapFile(f *os.File, off, n int, writable bool, fail memory.Fail) (mem []byte, err error) {
	prot := unix.PROT_READ
	if writable {
		prot |= unix.PROT_WRITE
	}
	err = control(f, func(fd int) error {
		if err := fail.At("map"); err != nil {
			return err
		}
		mem, err = mmap(fd, int64(off), n, prot)
		return err
	})
	return mem, err
}

func unmap(mem []byte) error { return munmap(mem) }

const hasSeals = false
