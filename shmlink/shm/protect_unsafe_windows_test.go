package shm

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// protect asks for another protection of a mapping.
//
// Safety: the address is that of the mapping, which stays.
func protect(r *Region, protection uint32) error {
	var was uint32
	b := r.Bytes(0, r.Len())
	return windows.VirtualProtect(uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), protection, &was)
}
