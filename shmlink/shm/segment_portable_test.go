//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shm

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

func TestCreateEdges(t *testing.T) {
	for _, size := range []int{0, -page, 1, page - 1, page + 1, math.MinInt} {
		_, err := Create("test", size)
		require.ErrorIs(t, err, ErrUnaligned)
		require.ErrorContains(t, err, fmt.Sprintf(`create segment "test" of %d bytes`, size))
	}
	s, err := Create("", page)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.ErrorIs(t, s.Seal(Data), os.ErrClosed)
	_, err = s.Map(0, page, true)
	require.ErrorIs(t, err, os.ErrClosed)
}

func TestSegmentsHaveNoName(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	sealed(t, Data)
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, files)
	t.Setenv("TMPDIR", filepath.Join(folder, "none"))
	_, err = Create("test", page)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestOpenRefusesWhatItCanTell(t *testing.T) {
	opened := func(f *os.File, err error) *os.File {
		require.NoError(t, err)
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	file := func(size, flags int) *os.File {
		path := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(path, make([]byte, size), 0o600))
		return opened(os.OpenFile(path, flags, 0))
	}
	r, w, err := os.Pipe()
	opened(r, err)
	opened(w, err)
	socket, far, err := socketPair()
	opened(socket, err)
	opened(far, err)
	closed := file(page, os.O_RDONLY)
	require.NoError(t, closed.Close())
	for name, c := range map[string]struct {
		f    *os.File
		kind Kind
		err  error
	}{
		"a folder":           {opened(os.Open(t.TempDir())), Data, ErrNotMemory},
		"a device":           {opened(os.Open("/dev/zero")), Data, ErrNotMemory},
		"a pipe":             {r, Data, ErrNotMemory},
		"a socket":           {socket, Data, ErrNotMemory},
		"closed":             {closed, Data, os.ErrClosed},
		"empty":              {file(0, os.O_RDONLY), Data, ErrWrongSize},
		"too large":          {file(2*page, os.O_RDONLY), Data, ErrWrongSize},
		"odd size":           {file(page+1, os.O_RDONLY), Data, ErrWrongSize},
		"data to be written": {file(page, os.O_RDWR), Data, ErrUnsealed},
		"data only written":  {file(page, os.O_WRONLY), Data, ErrUnsealed},
		"control to be read": {file(page, os.O_RDONLY), Control, ErrUnsealed},
	} {
		t.Run(name, func(t *testing.T) {
			before := holds(t, "")
			_, err := Open(c.f, page, c.kind)
			require.ErrorIs(t, err, c.err)
			require.ErrorContains(t, err, fmt.Sprintf("shm: open %v segment of %d bytes", c.kind, page))
			require.Equal(t, before, holds(t, ""), "and f stays the caller's")
		})
	}
	for kind, flags := range map[Kind]int{Data: os.O_RDONLY, Control: os.O_RDWR} {
		_, err := Open(file(page, flags), page, kind)
		require.NoError(t, err)
	}
}

// A guest tries every way to a segment's items that its descriptor gives; the
// host, which has no other any more, neither succeeds.
func TestItemsAreReadOnly(t *testing.T) {
	s, r := sealed(t, Data)
	r.Bytes(0, 1)[0] = 42
	for name, f := range map[string]*os.File{"guest": duplicate(t, s.File()), "host": s.File()} {
		t.Run(name, func(t *testing.T) {
			fd := int(f.Fd())
			for _, size := range []int64{0, int64(page), int64(8 * page)} {
				require.ErrorIs(t, unix.Ftruncate(fd, size), unix.EINVAL)
			}
			_, err := unix.Pwrite(fd, []byte{1}, 0)
			require.ErrorIs(t, err, unix.EBADF)
			_, err = mmap(fd, 0, page, unix.PROT_READ|unix.PROT_WRITE)
			require.ErrorIs(t, err, unix.EACCES)
			reading, err := mmap(fd, 0, page, unix.PROT_READ)
			require.NoError(t, err)
			require.ErrorIs(t, unix.Mprotect(reading, unix.PROT_READ|unix.PROT_WRITE), unix.EACCES)
			require.NoError(t, munmap(reading))
			flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
			require.NoError(t, err)
			require.Equal(t, unix.FD_CLOEXEC, flags)
			require.Equal(t, byte(42), r.Bytes(0, 1)[0])
		})
	}
	r.Bytes(0, 1)[0]++ // the mapping made before is writable as it was
	_, err := s.Map(0, page, true)
	require.ErrorIs(t, err, unix.EACCES)
	require.NoError(t, s.Seal(Data), "twice")
	require.ErrorIs(t, unix.Ftruncate(int(s.File().Fd()), 0), unix.EINVAL)
}

// TestNothingLeaksOnFailure fails every step of the way in turn.
func TestNothingLeaksOnFailure(t *testing.T) {
	steps := []string{"file", "allocate", "map"}
	var passed []string
	use := func(fail memory.Fail) error {
		s, err := create("leaktest", page, fail)
		if err != nil {
			return err
		}
		r, err := s.mapRegion(0, page, true, fail)
		if err != nil {
			return errors.Join(err, s.Close())
		}
		return errors.Join(r.Close(), s.Close())
	}
	require.NoError(t, use(func(step string) error { passed = append(passed, step); return nil }))
	require.Equal(t, steps, passed, "every step is one of those below")
	for _, failing := range steps {
		t.Run(failing, func(t *testing.T) {
			injected := errors.New("injected")
			leaksNothing(t, "", func() {
				require.ErrorIs(t, use(func(step string) error {
					if step == failing {
						return injected
					}
					return nil
				}), injected)
			})
		})
	}
	t.Run("none", func(t *testing.T) {
		leaksNothing(t, "", func() {
			require.NoError(t, use(nil))
			s, err := Create("sealed", page)
			require.NoError(t, err)
			require.NoError(t, errors.Join(s.Seal(Data), s.Close()))
		})
	})
}
