//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"fmt"

	"golang.org/x/sys/unix"
)

func bootNow() int64 { return now(bootClock) }

func monoNow() int64 { return now(monoClock) }

func now(clock int32) int64 {
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		panic(fmt.Sprintf("shm: clock %d: %v", clock, err)) // every kernel that Go runs on has both
	}
	return t.Nano()
}
