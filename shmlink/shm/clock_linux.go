package shm

import (
	"bytes"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

func processStart(pid int) (uint64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	return parseStart(text)
}

// parseStart returns field 22 of /proc/PID/stat. Field 2 is the program's name
// in parentheses, which may contain any byte, also spaces and parentheses; no
// later field does.
func parseStart(stat []byte) (uint64, error) {
	const afterName, start = 3, 22
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) <= start-afterName {
		return 0, fmt.Errorf("%d fields after the name, expected more than %d", len(fields), start-afterName)
	}
	return strconv.ParseUint(string(fields[start-afterName]), 10, 64)
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
