package shm

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// addressOf returns where the region is mapped.
func addressOf(r *Region) int64 { return int64(uintptr(unsafe.Pointer(&r.mem[0]))) }

// requeue moves one sleeper from a word to another, as a hostile peer may, and
// returns how many it moved.
func requeue(from, to *atomics.Uint32) int {
	const opRequeue = 3
	n, _, _ := unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(from)), opRequeue,
		0, 1, uintptr(unsafe.Pointer(to)), 0)
	return int(n)
}
