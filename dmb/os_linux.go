package dmb

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

const reserveFlags = unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_NORESERVE

func granularity() int { return os.Getpagesize() }

// newDouble makes bytes bytes of anonymous memory and maps it twice.
func newDouble(bytes int, o *options) ([]byte, error) {
	fd, err := memfd(o)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd) // the mappings keep the memory
	if err := allocate(fd, bytes, o); err != nil {
		return nil, err
	}
	align := granularity()
	if o.hugePages {
		align = max(align, hugePage())
	}
	return double(fd, 0, bytes, align, anonymous, o)
}

// mapDouble maps a range of f twice.
func mapDouble(f *os.File, off int64, bytes int, o *options) (mem []byte, err error) {
	conn, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	// Control holds the descriptor open meanwhile, which f.Fd does not.
	closed := conn.Control(func(fd uintptr) {
		mem, err = double(int(fd), off, bytes, granularity(), foreign, o)
	})
	return mem, errors.Join(closed, err)
}

// double maps and readies both halves.
func double(fd int, off int64, bytes, align int, from origin, o *options) ([]byte, error) {
	if err := liveMaps.take(o.maxMaps); err != nil {
		return nil, err
	}
	mem, err := mapTwice(fd, off, bytes, align, o)
	if err != nil {
		liveMaps.give()
		return nil, err
	}
	if err := ready(mem, from, o); err != nil {
		_ = unmapDouble(mem)
		return nil, err
	}
	return mem, nil
}

// unmapDouble takes both halves away.
func unmapDouble(mem []byte) error {
	err := unmap(mem)
	if err == nil {
		liveMaps.give()
	}
	return err
}

// heapAllows says whether the Go heap could grow by n bytes: asked for more
// than there is, the runtime ends the process.
func heapAllows(n int, o *options) error {
	if err := memoryFor(n, o); err != nil {
		return err
	}
	return addressSpace(n, o)
}

// memfd returns the descriptor of an empty anonymous file, to be closed by the caller.
func memfd(o *options) (int, error) {
	if err := o.failure("memfd"); err != nil {
		return -1, fmt.Errorf("memfd %q: %w", o.name, err)
	}
	const flags = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	fd, err := unix.MemfdCreate(o.name, flags|unix.MFD_NOEXEC_SEAL)
	if err == unix.EINVAL { // before Linux 6.3 the flag is unknown
		fd, err = unix.MemfdCreate(o.name, flags)
	}
	if err != nil { // ENOSYS is an ErrUnsupported
		return -1, fmt.Errorf("memfd %q: %w", o.name, err)
	}
	return fd, nil
}
