//go:build !portable

package shmlink

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// TestHostileSegments tries every way to write or shorten what a reader gets.
func TestHostileSegments(t *testing.T) {
	onStage(t, func(s *stage) {
		e := s.enter(Drop())
		page := os.Getpagesize()
		fill := make([]byte, page)
		for i, f := range e.files[:3] {
			fd, what := int(f.Fd()), []string{"items", "tags", "control"}[i]
			require.Equal(t, unix.EPERM, unix.Ftruncate(fd, 0), what)
			require.Equal(t, unix.EPERM, unix.Ftruncate(fd, 1<<30), what)
			require.Equal(t, unix.EPERM, unix.Fallocate(fd, 0, 0, 1<<30), what)
			_, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_WRITE)
			require.Equal(t, unix.EPERM, err, what)
			_, err = unix.Open(fmt.Sprintf("/proc/self/fd/%d", fd), unix.O_RDWR|unix.O_TRUNC|unix.O_CLOEXEC, 0)
			require.Error(t, err, what)
			if i == 2 {
				continue // the rest is its own
			}
			again, err := unix.Open(fmt.Sprintf("/proc/self/fd/%d", fd), unix.O_RDWR|unix.O_CLOEXEC, 0)
			ways := []int{fd}
			if err == nil {
				ways = append(ways, again)
			}
			for _, fd := range ways {
				_, err = unix.Pwrite(fd, fill, 0)
				require.Equal(t, unix.EPERM, err, what)
				_, err = unix.Pwrite(fd, fill, int64(page))
				require.Equal(t, unix.EPERM, err, what)
				require.Equal(t, unix.EPERM, unix.Fallocate(fd, unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, 0, int64(page)), what)
				require.Error(t, unix.Fallocate(fd, unix.FALLOC_FL_ZERO_RANGE, 0, int64(page)), what)
				require.Equal(t, unix.EPERM, unix.Ftruncate(fd, int64(page)), what)
				_, err = unix.Mmap(fd, 0, page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
				require.Equal(t, unix.EPERM, err, what)
				b, err := unix.Mmap(fd, 0, page, unix.PROT_READ, unix.MAP_SHARED)
				require.NoError(t, err, what)
				require.Equal(t, unix.EACCES, unix.Mprotect(b, unix.PROT_READ|unix.PROT_WRITE), what)
				_ = unix.Madvise(b, unix.MADV_REMOVE)
				require.NoError(t, unix.Munmap(b))
			}
			if len(ways) > 1 {
				require.NoError(t, unix.Close(again))
			}
		}
		s.goesOn()
		e.vanishes()
		s.sees(Died, nil)
	})
}
