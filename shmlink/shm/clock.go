package shm

import (
	"bytes"
	"fmt"
	"strconv"
)

// ProcessStart returns when the process started, in clock ticks since boot (of
// which a second has 100). Together with the number it names a process: the
// number alone is used again. A process of another PID namespace is not found.
func ProcessStart(pid int) (uint64, error) {
	text, err := processStat(pid)
	var start uint64
	if err == nil {
		start, err = parseStart(text)
	}
	if err != nil {
		return 0, fmt.Errorf("shm: start of process %d: %w", pid, err)
	}
	return start, nil
}

// BootNow returns the nanoseconds since boot, including time asleep. All
// processes of a machine agree on it, unless they have a time namespace. It is
// 0 where there is no such clock.
func BootNow() int64 { return bootNow() }

// MonoNow returns the nanoseconds since boot without time asleep. It never
// goes back, and all processes of a machine agree on it, as on [BootNow]. It
// is 0 where there is no such clock.
func MonoNow() int64 { return monoNow() }

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
