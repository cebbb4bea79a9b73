//go:build linux

package cross

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// bytes returns the memory of the items.
//
// Safety: any memory may be seen as bytes, and words hold no pointers.
func bytes(s []uint64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*itemBytes)
}

// items returns mapped memory as items.
//
// Safety: a mapping begins at a page, and any bytes are words.
func items(b []byte) []uint64 {
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/itemBytes)
}

// core returns the processor that runs this, or -1.
//
// Safety: the system writes one uint32.
func core() int {
	var cpu uint32
	if _, _, errno := unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&cpu)), 0, 0); errno != 0 {
		return -1
	}
	return int(cpu)
}
