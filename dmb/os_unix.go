//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package dmb

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

const reserveFlags = unix.MAP_PRIVATE | unix.MAP_ANON

func granularity() int { return os.Getpagesize() }

func hugePage() int { return 0 }

// newDouble makes bytes bytes of memory without a name and maps it twice.
func newDouble(bytes int, o *options) ([]byte, error) {
	f, err := nameless(o)
	if err != nil {
		return nil, err
	}
	defer f.Close() // the mappings keep the memory
	if err := memory.Fill(f, bytes, o.fail); err != nil {
		return nil, err
	}
	return mapFile(f, 0, bytes, anonymous, o)
}

// mapDouble maps a range of f twice.
func mapDouble(f *os.File, off int64, bytes int, o *options) ([]byte, error) {
	return mapFile(f, off, bytes, foreign, o)
}

func mapFile(f *os.File, off int64, bytes int, from origin, o *options) (mem []byte, err error) {
	conn, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	// Control holds the descriptor open meanwhile, which f.Fd does not.
	closed := conn.Control(func(fd uintptr) {
		mem, err = mapTwice(int(fd), off, bytes, granularity(), o)
	})
	if err := errors.Join(closed, err); err != nil {
		return nil, err
	}
	if o.prefault {
		touch(mem, from)
	}
	if o.lock {
		if err := lock(mem, o); err != nil {
			_ = unmap(mem)
			return nil, err
		}
	}
	return mem, nil
}

// unmapDouble takes both halves away.
func unmapDouble(mem []byte) error { return unmap(mem) }

// heapAllows says whether the Go heap could grow by n bytes: asked for more
// than there is, the runtime ends the process.
func heapAllows(n int, o *options) error { return addressSpace(n, o) }
