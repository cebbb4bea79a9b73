//go:build linux

package shm

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/atomics"
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

// futex makes the system call on word. A nil deadline is none.
//
// Safety: an atomics.Uint32 is one aligned 32-bit word (see that package's
// test), and the argument list keeps word and deadline alive for the call.
func futex(word *atomics.Uint32, op int, value uint32, deadline *unix.Timespec) (int, unix.Errno) {
	const anyBit = 0xffffffff // as good as FUTEX_WAIT, but with an absolute deadline
	n, _, err := unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), uintptr(op),
		uintptr(value), uintptr(unsafe.Pointer(deadline)), 0, anyBit)
	return int(n), err
}

// receiveNow takes bytes from the socket fd if there are any. Unlike
// unix.Recvfrom it allocates no sender's address.
//
// Safety: b is not empty, and the argument list keeps it alive for the call.
func receiveNow(fd int, b []byte) (int, unix.Errno) {
	n, _, err := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)),
		unix.MSG_DONTWAIT, 0, 0)
	return int(n), err
}
