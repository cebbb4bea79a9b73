//go:build !portable

package shm

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// newSegment returns a segment over a memory file of size bytes with all of its
// memory.
func newSegment(name string, size int, fail memory.Fail) (*Segment, error) {
	if !sharedWords {
		return nil, fmt.Errorf("64-bit atomic words on this processor: %w", ErrUnsupported)
	}
	fd, err := memory.Create(name, fail)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), name)
	if err := memory.Allocate(fd, size, fail); err != nil {
		_ = f.Close()
		return nil, err
	}
	return &Segment{f: f, size: size}, nil
}

// sealsOf returns the seals of a kind.
func sealsOf(kind Kind) int {
	const size = unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL
	if kind == Data {
		return size | unix.F_SEAL_FUTURE_WRITE
	}
	return size
}

func (s *Segment) seal(kind Kind) error {
	return control(s.f, func(fd int) error {
		_, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, sealsOf(kind))
		return err
	})
}

// checkFile judges a descriptor that anybody may have made. It asks for seals
// first: only memory answers, and all others refuse without asking their file
// system, which might be the peer's own.
func checkFile(f *os.File, size int, kind Kind) error {
	if !sharedWords {
		return fmt.Errorf("64-bit atomic words on this processor: %w", ErrUnsupported)
	}
	return control(f, func(fd int) error {
		seals, err := unix.FcntlInt(uintptr(fd), unix.F_GET_SEALS, 0)
		if err != nil {
			return fmt.Errorf("read seals: %w: %w", err, ErrNotMemory)
		}
		var system unix.Statfs_t
		if err := unix.Fstatfs(fd, &system); err != nil {
			return err
		}
		if int64(system.Type) != unix.TMPFS_MAGIC { // huge pages have a pool, which may be empty
			return fmt.Errorf("file system %#x: %w", int64(system.Type), ErrNotMemory)
		}
		var stat unix.Stat_t
		if err := unix.Fstat(fd, &stat); err != nil {
			return err
		}
		if stat.Mode&unix.S_IFMT != unix.S_IFREG {
			return fmt.Errorf("mode %#o: %w", stat.Mode, ErrNotMemory)
		}
		// Whether it may be executed is nobody's concern here.
		if got, want := seals&^unix.F_SEAL_EXEC, sealsOf(kind); got != want {
			return fmt.Errorf("%#x, expected %#x: %w", got, want, ErrUnsealed)
		}
		// What follows holds for good: the size is sealed.
		if stat.Size != int64(size) {
			return fmt.Errorf("%d bytes: %w", stat.Size, ErrWrongSize)
		}
		if has := stat.Blocks * 512; has < int64(size) {
			return fmt.Errorf("%d bytes present: %w", has, ErrSparse)
		}
		return nil
	})
}

// mapFile maps n bytes of f at off and makes them present.
func mapFile(f *os.File, off, n int, writable bool, fail memory.Fail) (mem []byte, err error) {
	prot, advice := unix.PROT_READ, unix.MADV_POPULATE_READ
	if writable {
		prot, advice = unix.PROT_READ|unix.PROT_WRITE, unix.MADV_POPULATE_WRITE
	}
	if err := memory.TakeMaps(1, 0); err != nil {
		return nil, err
	}
	err = control(f, func(fd int) error {
		if err := fail.At("map"); err != nil {
			return err
		}
		mem, err = mmap(fd, int64(off), n, prot)
		return err
	})
	if err != nil {
		memory.GiveMaps(1)
		return nil, err
	}
	if err = fail.At("populate"); err == nil {
		err = memory.Retry(func() error { return unix.Madvise(mem, advice) })
	}
	if err != nil && err != unix.EINVAL { // before Linux 5.14 the advice is unknown
		return nil, errors.Join(fmt.Errorf("make present: %w", err), unmap(mem))
	}
	return mem, nil
}

// unmap gives back what mapFile returned.
func unmap(mem []byte) error {
	err := munmap(mem)
	if err == nil {
		memory.GiveMaps(1)
	}
	return err
}
