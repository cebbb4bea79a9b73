package dmb

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

const reserveFlags = unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_NORESERVE

func granularity() int { return os.Getpagesize() }

// newDouble makes bytes bytes of anonymous memory and maps it twice.
func newDouble(bytes int, o *options) ([]byte, error) {
	fd, err := memory.Create(o.name, o.fail)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd) // the mappings keep the memory
	if err := memory.Allocate(fd, bytes, o.fail); err != nil {
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

// mapsEach is what a buffer takes: its halves never merge into one mapping,
// nor with those of a neighbour.
const mapsEach = 2

// double maps and readies both halves.
func double(fd int, off int64, bytes, align int, from origin, o *options) ([]byte, error) {
	if err := memory.TakeMaps(mapsEach, o.maxMaps); err != nil {
		return nil, err
	}
	mem, err := mapTwice(fd, off, bytes, align, o)
	if err != nil {
		memory.GiveMaps(mapsEach)
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
		memory.GiveMaps(mapsEach)
	}
	return err
}

// heapAllows says whether the Go heap could grow by n bytes: asked for more
// than there is, the runtime ends the process.
func heapAllows(n int, o *options) error {
	if err := memory.Enough(n, o.fail); err != nil {
		return err
	}
	return addressSpace(n, o)
}
