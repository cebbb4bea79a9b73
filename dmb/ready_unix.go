//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package dmb

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// origin says whose memory is being mapped.
type origin int

const (
	anonymous origin = iota // our own: all of it is there, and zero
	foreign                 // a file's: a hole in it might have nothing to fill it
)

// touch makes the pages of our own memory present, once in each half. Foreign
// pages it leaves alone: one without memory would end the process.
func touch(mem []byte, from origin) {
	if from == foreign {
		return
	}
	for i := 0; i < len(mem); i += granularity() {
		mem[i] = 0
	}
}

// lock keeps mem from being swapped out.
func lock(mem []byte, o *options) error {
	err := o.failure("lock")
	if err == nil {
		err = unix.Mlock(mem)
	}
	if err == nil {
		return nil
	}
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_MEMLOCK, &limit) != nil {
		return fmt.Errorf("lock both halves, %d bytes: %w", len(mem), err)
	}
	return fmt.Errorf("lock both halves, %d bytes of RLIMIT_MEMLOCK %d: %w", len(mem), limit.Cur, err)
}
