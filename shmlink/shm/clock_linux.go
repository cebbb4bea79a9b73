package shm

import (
	"bytes"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	bootClock = unix.CLOCK_BOOTTIME
	monoClock = unix.CLOCK_MONOTONIC
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
