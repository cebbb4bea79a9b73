package memory

import (
	"math"
	"os"
	"path"
	"strconv"
	"strings"
)

// hierarchy says where control groups tell of memory, all in bytes.
type hierarchy struct {
	root          string
	limit, usage  string
	both, bothNow string   // the same of memory and swap together, where swap has no limit of its own
	swap, swapNow string   // the same of swap
	freed         []string // lines of memory.stat: what the kernel takes back before it kills
}

// Both versions are looked at; a machine has its memory controller in one.
var (
	unified = hierarchy{
		root: "/sys/fs/cgroup", limit: "memory.max", usage: "memory.current",
		swap: "memory.swap.max", swapNow: "memory.swap.current",
		freed: []string{"inactive_file", "active_file", "slab_reclaimable"},
	}
	legacy = hierarchy{
		root: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes",
		both: "memory.memsw.limit_in_bytes", bothNow: "memory.memsw.usage_in_bytes",
		freed: []string{"total_inactive_file", "total_active_file"},
	}
)

// groupRoom returns how many bytes more the control groups of this process can
// have, the least of them, and whether one is known to have less than needed.
func groupRoom(needed uint64) (least uint64, short bool) {
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0, false
	}
	least = math.MaxUint64
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		var h *hierarchy
		switch {
		case len(parts) != 3:
			continue
		case parts[0] == "0":
			h = &unified
		case parts[1] == "memory":
			h = &legacy
		default:
			continue
		}
		// A group is bound by the limits of all those above it.
		for group := path.Clean("/" + parts[2]); ; group = path.Dir(group) {
			least = min(least, h.room(path.Join(h.root, group), needed))
			if group == "/" {
				break
			}
		}
	}
	return least, least < needed
}

// room returns how many bytes more a group can have, or some number not below
// needed.
func (h *hierarchy) room(group string, needed uint64) uint64 {
	free := left(group, h.limit, h.usage)
	if free < needed { // mostly it is not, and a look is cheap
		free = add(free, min(swapFree(), left(group, h.swap, h.swapNow)))
	}
	free = min(free, left(group, h.both, h.bothNow))
	if free < needed {
		free = add(free, stat(group, h.freed))
	}
	return free
}

// left returns what a limit leaves; where there is none the largest number.
func left(group, limit, usage string) uint64 {
	most, limited := ReadNumber(path.Join(group, limit))
	now, known := ReadNumber(path.Join(group, usage))
	switch {
	case !limited || !known:
		return math.MaxUint64
	case now > most:
		return 0
	}
	return most - now
}

// stat returns the sum of some lines of memory.stat.
func stat(group string, names []string) (sum uint64) {
	text, err := os.ReadFile(path.Join(group, "memory.stat"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		for _, name := range names {
			if len(fields) == 2 && fields[0] == name {
				n, _ := strconv.ParseUint(fields[1], 10, 64)
				sum = add(sum, n)
			}
		}
	}
	return sum
}

// add stops at the largest number.
func add(a, b uint64) uint64 { return a + min(b, math.MaxUint64-a) }
