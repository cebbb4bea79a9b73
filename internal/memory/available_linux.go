package memory

import (
	"bytes"
	"os"
	"path"
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

// groupLimit returns the least limit in bytes on the control groups this
// process belongs to, and whether there is one. Both versions of the hierarchy
// are looked at; a machine has its memory controller in one of them.
func groupLimit() (least uint64, ok bool) {
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		root, file := "", ""
		switch {
		case parts[0] == "0":
			root, file = "/sys/fs/cgroup", "memory.max"
		case parts[1] == "memory":
			root, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		default:
			continue
		}
		// A group is bound by the limits of all those above it.
		for group := path.Clean("/" + parts[2]); ; group = path.Dir(group) {
			if n, found := ReadNumber(path.Join(root, group, file)); found && (!ok || n < least) {
				least, ok = n, true
			}
			if group == "/" {
				break
			}
		}
	}
	return least, ok
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
