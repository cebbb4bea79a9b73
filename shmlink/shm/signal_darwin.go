package shm

import "golang.org/x/sys/unix"

// A socket whose peer is gone raises no signal when it is written to: by an
// option of its own here.
const noSignal = 0

func quiet(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_NOSIGPIPE, 1) }
