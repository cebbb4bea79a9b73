package shm

import "golang.org/x/sys/unix"

const (
	bootClock = unix.CLOCK_BOOTTIME
	monoClock = unix.CLOCK_UPTIME
)
