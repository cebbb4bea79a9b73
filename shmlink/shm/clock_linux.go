package shm

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

const (
	bootClock = unix.CLOCK_BOOTTIME
	monoClock = unix.CLOCK_MONOTONIC
)

func processStat(pid int) ([]byte, error) {
	return os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
}
