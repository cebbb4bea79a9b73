package shm

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// TestNoRoomForDescriptors: a process that may open no more refuses the message.
func TestNoRoomForDescriptors(t *testing.T) {
	if isChild(t) {
		host, guest := conns(t)
		raw(t, guest, []byte("x"), 0, 1, 2)
		raw(t, guest, []byte("y"))
		next, err := unix.Dup(0)
		must(err)
		must(unix.Close(next))
		must(unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(next) + 1, Max: uint64(next) + 1}))
		if _, _, err := host.Receive(make([]byte, 1), 3); !errors.Is(err, ErrTooManyFiles) {
			must(fmt.Errorf("expected %w, got %w", ErrTooManyFiles, err))
		}
		_, err = unix.Dup(0) // there is one again
		must(err)
		_, _, err = host.Receive(make([]byte, 1), 3)
		must(err)
		os.Exit(0)
	}
	child(t).ended(t)
}

// FuzzControl gives control data of any form, and opens none of its descriptors.
func FuzzControl(f *testing.F) {
	f.Add([]byte{})
	f.Add(unix.UnixRights(1 << 20))
	f.Add(unix.UnixRights(1<<20, 1<<20+1, 1<<20+2)[:20])
	f.Add([]byte("\x15\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00000000")) // 5 bytes
	f.Add(unix.UnixCredentials(&unix.Ucred{}))
	f.Add(append(unix.UnixCredentials(&unix.Ucred{}), unix.UnixRights(1<<20)...))
	f.Fuzz(func(t *testing.T, control []byte) {
		fds, _ := descriptorsOf(control)
		if 4*len(fds) > len(control) {
			t.Errorf("%d descriptors in %d bytes", len(fds), len(control))
		}
	})
}
