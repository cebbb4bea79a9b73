package dmb

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// nameless returns a shared memory object without a name, which goes away when
// it is closed. It is memory only, so it is never written to disk.
func nameless(o *options) (*os.File, error) {
	if err := o.failure("file"); err != nil {
		return nil, fmt.Errorf("shm_open: %w", err)
	}
	const shmAnon = 1 // SHM_ANON stands in for the path
	fd, _, errno := unix.Syscall(unix.SYS_SHM_OPEN, shmAnon, unix.O_RDWR|unix.O_CLOEXEC, 0o600)
	if errno != 0 {
		return nil, fmt.Errorf("shm_open: %w", errno)
	}
	return os.NewFile(fd, o.name), nil
}
