package shm

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

func TestFileSizeLimit(t *testing.T) {
	if isChild(t) {
		must(unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: uint64(page), Max: uint64(page)}))
		s, err := Create("limit", page)
		must(err)
		must(s.Close())
		if _, err := Create("limit", 2*page); !errors.Is(err, unix.EFBIG) {
			must(fmt.Errorf("expected %w, got %w", unix.EFBIG, err))
		}
		os.Exit(0)
	}
	child(t).ended(t)
}
