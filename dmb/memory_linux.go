package dmb

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// allocate gives the file fd its size and all of its memory: what is missing
// is an error here, not a SIGBUS at the first touch.
func allocate(fd, bytes int, o *options) error {
	if err := memoryFor(bytes, o); err != nil {
		return err
	}
	err := o.failure("truncate")
	if err == nil {
		err = retry(func() error { return unix.Ftruncate(fd, int64(bytes)) })
	}
	if err != nil {
		return fmt.Errorf("set size %d: %w", bytes, err)
	}
	// An interrupted fallocate starts again from nothing. Pieces that take a
	// few milliseconds get done between two ticks of a profiler.
	const piece = 8 << 20
	for off := 0; off < bytes; off += piece {
		n := min(piece, bytes-off)
		err := o.failure("allocate")
		if err == nil {
			err = retry(func() error { return unix.Fallocate(fd, 0, int64(off), int64(n)) })
		}
		if err != nil {
			return fmt.Errorf("allocate %d bytes: %w", bytes, err)
		}
	}
	return nil
}

// memoryFor refuses what the machine, or the control group this process runs
// in, does not have. Asked for it all the same, the kernel would hand out page
// after page and then kill a process of its choice.
func memoryFor(bytes int, o *options) error {
	err := o.failure("memory")
	if err != nil {
		return fmt.Errorf("memory: %w", err)
	}
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err == nil {
		total := (uint64(info.Totalram) + uint64(info.Totalswap)) * uint64(max(info.Unit, 1))
		if uint64(bytes) > total {
			return fmt.Errorf("%d bytes of the machine's %d: %w", bytes, total, unix.ENOMEM)
		}
	}
	const small = 16 << 20 // not worth reading files for
	if bytes < small {
		return nil
	}
	if n, ok := available(); ok && uint64(bytes) > n {
		return fmt.Errorf("%d bytes of the machine's %d available: %w", bytes, n, unix.ENOMEM)
	}
	if n, ok := groupLimit(); ok && uint64(bytes) > n {
		return fmt.Errorf("%d bytes of the control group's %d: %w", bytes, n, unix.ENOMEM)
	}
	return nil
}
