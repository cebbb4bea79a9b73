package memory

import (
	"bytes"
	"os"
	"strconv"
	"strings"
)

// available returns the bytes the kernel believes it can still give: memory
// that is free or can be freed, and swap.
func available() (uint64, bool) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, false
	}
	memory, ok := meminfo(text, "MemAvailable:")
	swap, _ := meminfo(text, "SwapFree:")
	return memory + swap, ok
}

// swapFree returns the bytes of swap that nobody has.
func swapFree() uint64 {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	n, _ := meminfo(text, "SwapFree:")
	return n
}

// meminfo returns one line of /proc/meminfo, which counts in KiB, in bytes.
func meminfo(text []byte, name string) (uint64, bool) {
	for line := range bytes.Lines(text) {
		fields := strings.Fields(string(line))
		if len(fields) >= 2 && fields[0] == name {
			kib, err := strconv.ParseUint(fields[1], 10, 54)
			return kib << 10, err == nil
		}
	}
	return 0, false
}

// ReadNumber reads a file of the system that holds one number; "max" is none.
func ReadNumber(name string) (uint64, bool) {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseUint(string(bytes.TrimSpace(text)), 10, 64)
	return n, err == nil
}
