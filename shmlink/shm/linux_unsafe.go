//go:build linux && !portable

package shm

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

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
