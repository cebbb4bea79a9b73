//go:build unix

package bench

import (
	"syscall"
	"time"
)

// processorTime returns how much processor time this program has taken, of all
// its threads, its own and the kernel's on its behalf.
func processorTime() (time.Duration, bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
