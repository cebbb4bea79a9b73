//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// mmap maps n bytes of the file fd at off, shared.
//
// Safety: the kernel returned n bytes at base, which nobody else has.
func mmap(fd int, off int64, n, prot int) ([]byte, error) {
	base, err := unix.MmapPtr(fd, off, nil, uintptr(n), prot, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*byte)(base), n), nil
}

// munmap gives mem back. Safety: it comes from mmap.
func munmap(mem []byte) error {
	return unix.MunmapPtr(unsafe.Pointer(unsafe.SliceData(mem)), uintptr(len(mem)))
}
