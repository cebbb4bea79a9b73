package memory

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"sync"
)

// mapCount keeps the process away from vm.max_map_count: at that limit the Go
// runtime, which needs mappings as well, dies. A quarter is left to it and to
// everybody else.
//
// To read how many there are takes the kernel tens of milliseconds when there
// are many, so the count of others is read again only when the count here
// has grown by a sixteenth of the limit, and before a refusal.
type mapCount struct {
	mu      sync.Mutex
	live    int // mappings counted here
	read    int // live when others was read
	others  int // mappings of everybody else
	allowed int // three quarters of the limit, 0 before it was read
}

// liveMaps is one for the process because the limit is.
var liveMaps mapCount

// TakeMaps counts n more mappings, or refuses them with [ErrTooManyMaps].
// Allowed, if not 0, stands in for three quarters of the limit.
func TakeMaps(n, allowed int) error { return liveMaps.take(n, allowed) }

// GiveMaps uncounts n mappings.
func GiveMaps(n int) { liveMaps.give(n) }

// LiveMaps returns how many mappings are counted.
func LiveMaps() int {
	liveMaps.mu.Lock()
	defer liveMaps.mu.Unlock()
	return liveMaps.live
}

func (c *mapCount) take(n, allowed int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.allowed == 0 || c.live-c.read > c.allowed/12 {
		c.readOthers()
	}
	if allowed == 0 {
		allowed = c.allowed
	}
	if c.live+c.others+n > allowed {
		c.readOthers()
	}
	if c.live+c.others+n > allowed {
		return fmt.Errorf("%w: %d of %d in use", ErrTooManyMaps, c.live+c.others, allowed)
	}
	c.live += n
	return nil
}

func (c *mapCount) give(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live -= n
}

// readOthers brings others and allowed up to date, as far as /proc tells.
func (c *mapCount) readOthers() {
	c.read = c.live
	c.allowed = MaxMaps() / 4 * 3
	if all, err := CountMaps(); err == nil {
		c.others = max(0, all-c.live)
	}
}

// MaxMaps returns the limit, or what it is unless somebody has changed it.
func MaxMaps() int {
	text, err := os.ReadFile("/proc/sys/vm/max_map_count")
	if err == nil {
		if n, err := strconv.Atoi(string(bytes.TrimSpace(text))); err == nil {
			return n
		}
	}
	return 65530
}

// CountMaps counts the mappings of the process, one a line.
func CountMaps() (int, error) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	buf := make([]byte, 64<<10)
	for lines := 0; ; {
		n, err := f.Read(buf)
		lines += bytes.Count(buf[:n], []byte{'\n'})
		if err != nil { // io.EOF, or a process that is not ours to count
			return lines, nil
		}
	}
}
