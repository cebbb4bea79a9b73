//go:build !linux

package shm

import "fmt"

func processStat(int) ([]byte, error) {
	return nil, fmt.Errorf("the start of a process in /proc: %w", ErrUnsupported)
}
