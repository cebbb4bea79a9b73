//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package dmb

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mapTwice maps bytes bytes of the file fd from off on twice, back to back, at
// an address that is a multiple of align, and returns both halves.
//
// Both are put over one reservation of 2*bytes, so no other mapping can slip
// in between, and one munmap takes all of it away again.
func mapTwice(fd int, off int64, bytes, align int, o *options) ([]byte, error) {
	mem, err := reserve(2*bytes, align, o)
	if err != nil {
		return nil, err
	}
	prot := unix.PROT_READ | unix.PROT_WRITE
	if o.readOnly {
		prot = unix.PROT_READ
	}
	for half, step := range []string{"first half", "second half"} {
		if err = o.failure(step); err == nil {
			// Safety: the half lies in mem, which nobody uses yet.
			at := unsafe.Pointer(&mem[half*bytes])
			_, err = unix.MmapPtr(fd, off, at, uintptr(bytes), prot, unix.MAP_SHARED|unix.MAP_FIXED)
		}
		if err != nil {
			_ = unmap(mem)
			return nil, fmt.Errorf("map the %s: %w", step, err)
		}
	}
	return mem, nil
}

// reserve takes n bytes of address space without memory, at a multiple of align.
func reserve(n, align int, o *options) ([]byte, error) {
	err := o.failure("reserve")
	extra := align - granularity() // not 0 for huge pages: mmap aligns to pages
	var base unsafe.Pointer
	if err == nil {
		base, err = unix.MmapPtr(-1, 0, nil, uintptr(n)+uintptr(extra), unix.PROT_NONE, reserveFlags)
	}
	if err != nil {
		return nil, fmt.Errorf("reserve %d bytes of address space: %w", n, err)
	}
	// Safety: base begins n+extra reserved bytes, skip <= extra, and skip and
	// n are whole pages.
	skip := int(-uintptr(base) & uintptr(align-1))
	all := unsafe.Slice((*byte)(base), n+extra)
	_ = unmap(all[:skip])
	_ = unmap(all[skip+n:])
	return all[skip : skip+n : skip+n], nil
}

// addressSpace says whether n more bytes of address space can be had in one piece.
func addressSpace(n int, o *options) error {
	mem, err := reserve(n, granularity(), o)
	if err != nil {
		return err
	}
	return unmap(mem)
}

// unmap gives mem back. Safety: it comes from reserve.
func unmap(mem []byte) error {
	if len(mem) == 0 {
		return nil
	}
	return unix.MunmapPtr(unsafe.Pointer(unsafe.SliceData(mem)), uintptr(len(mem)))
}
