//go:build !portable

package shm

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// addressOf returns where the region is mapped.
func addressOf(r *Region) int64 { return int64(uintptr(unsafe.Pointer(&r.mem[0]))) }

// sendmsg sends msg and rights as they are, also when they are empty.
func sendmsg(fd int, msg, rights []byte) error {
	part := unix.Iovec{Base: unsafe.SliceData(msg)}
	part.SetLen(len(msg))
	header := unix.Msghdr{Iov: &part, Control: unsafe.SliceData(rights)}
	header.SetIovlen(1)
	header.SetControllen(len(rights))
	if _, _, err := unix.Syscall(unix.SYS_SENDMSG, uintptr(fd), uintptr(unsafe.Pointer(&header)), 0); err != 0 {
		return err
	}
	return nil
}

// requeue moves one sleeper from a word to another, as a hostile peer may, and
// returns how many it moved.
func requeue(from, to *atomics.Uint32) int {
	const opRequeue = 3
	n, _, _ := unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(from)), opRequeue,
		0, 1, uintptr(unsafe.Pointer(to)), 0)
	return int(n)
}
