//go:build dragonfly || freebsd

package shm

import "golang.org/x/sys/unix"

// One clock for both: whether it goes on while the machine sleeps is up to the
// machine.
const (
	bootClock = unix.CLOCK_MONOTONIC
	monoClock = unix.CLOCK_MONOTONIC
)
