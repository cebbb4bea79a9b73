//go:build !linux && !windows

package shm

import "fmt"

func processStart(int) (uint64, error) {
	return 0, fmt.Errorf("the start of a process in /proc: %w", ErrUnsupported)
}
