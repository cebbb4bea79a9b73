package memory

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Create returns the descriptor of an empty anonymous file that can be sealed,
// to be closed by the caller.
func Create(name string, fail Fail) (int, error) {
	if err := fail.At("memfd"); err != nil {
		return -1, fmt.Errorf("memfd %q: %w", name, err)
	}
	const flags = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	fd, err := unix.MemfdCreate(name, flags|unix.MFD_NOEXEC_SEAL)
	if err == unix.EINVAL { // before Linux 6.3 the flag is unknown
		fd, err = unix.MemfdCreate(name, flags)
	}
	if err != nil { // ENOSYS is an errors.ErrUnsupported
		return -1, fmt.Errorf("memfd %q: %w", name, err)
	}
	return fd, nil
}

// Allocate gives the file fd its size and all of its memory: what is missing
// is an error here, not a SIGBUS at the first touch.
func Allocate(fd, bytes int, fail Fail) error {
	if err := Enough(bytes, fail); err != nil {
		return err
	}
	err := fail.At("truncate")
	if err == nil {
		err = Retry(func() error { return unix.Ftruncate(fd, int64(bytes)) })
	}
	if err != nil {
		return fmt.Errorf("set size %d: %w", bytes, err)
	}
	// An interrupted fallocate starts again from nothing. Pieces that take a
	// few milliseconds get done between two ticks of a profiler.
	const piece = 8 << 20
	for off := 0; off < bytes; off += piece {
		n := min(piece, bytes-off)
		err := fail.At("allocate")
		if err == nil {
			err = Retry(func() error { return unix.Fallocate(fd, 0, int64(off), int64(n)) })
		}
		if err != nil {
			return fmt.Errorf("allocate %d bytes: %w", bytes, err)
		}
	}
	return nil
}

// Enough refuses what the machine, or the control groups this process runs
// in, do not have. Asked for it all the same, the kernel would hand out page
// after page and then kill a process of its choice, mostly this one. Who takes
// memory at the same time may still bring that about; and less than 4 MiB are
// not asked about, which would cost as much as the memory itself.
func Enough(bytes int, fail Fail) error {
	err := fail.At("memory")
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
	const small = 4 << 20
	if bytes < small {
		return nil
	}
	if n, ok := available(); ok && uint64(bytes) > n {
		return fmt.Errorf("%d bytes of the machine's %d available: %w", bytes, n, unix.ENOMEM)
	}
	const tables = 64 // what the kernel needs for itself to map it thrice is less than one part of so many
	if n, short := groupRoom(uint64(bytes) + uint64(bytes)/tables); short {
		return fmt.Errorf("%d bytes of the %d left to the control group: %w", bytes, n, unix.ENOMEM)
	}
	return nil
}

// Retry repeats f while signals interrupt it.
func Retry(f func() error) error {
	for {
		if err := f(); err != unix.EINTR {
			return err
		}
	}
}
