package shm

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

func processStat(pid int) ([]byte, error) {
	return os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
}

func bootNow() int64 { return now(unix.CLOCK_BOOTTIME) }

func monoNow() int64 { return now(unix.CLOCK_MONOTONIC) }

func now(clock int32) int64 {
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		panic(fmt.Sprintf("shm: clock %d: %v", clock, err)) // the kernel has had both since 2011
	}
	return t.Nano()
}
