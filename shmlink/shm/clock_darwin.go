package shm

import "golang.org/x/sys/unix"

const (
	bootClock = unix.CLOCK_MONOTONIC // goes on while the machine sleeps
	monoClock = unix.CLOCK_UPTIME_RAW
)
