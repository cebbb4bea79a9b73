//go:build !portable

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
	_, err := Create(string(make([]byte, 250)), page)
	require.ErrorIs(t, err, unix.EINVAL)
	s, err := Create("", page)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.ErrorIs(t, s.Seal(Data), os.ErrClosed)
	_, err = s.Map(0, page, true)
	require.ErrorIs(t, err, os.ErrClosed)
}

func TestOpenRefuses(t *testing.T) {
	memfd := func(size int64, flags, seals int, fill bool) *os.File {
		fd, err := unix.MemfdCreate("refused", flags)
		require.NoError(t, err)
		f := os.NewFile(uintptr(fd), "refused")
		t.Cleanup(func() { _ = f.Close() })
		require.NoError(t, f.Truncate(size))
		if fill {
			require.NoError(t, unix.Fallocate(fd, 0, 0, size))
		}
		if seals != 0 {
			_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals)
			require.NoError(t, err)
		}
		return f
	}
	opened := func(f *os.File, err error) *os.File {
		require.NoError(t, err)
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	disk := opened(os.Create(filepath.Join(t.TempDir(), "disk")))
	require.NoError(t, disk.Truncate(int64(page)))
	r, w, err := os.Pipe()
	opened(r, err)
	opened(w, err)
	event, err := unix.Eventfd(0, 0)
	require.NoError(t, err)
	socket, far, err := socketPair()
	opened(far, err)
	pathOnly, err := unix.Open("/dev/null", unix.O_PATH, 0)
	require.NoError(t, err)
	closed := memfd(int64(page), unix.MFD_ALLOW_SEALING, sealsOf(Data), true)
	require.NoError(t, closed.Close())

	const all, size = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING, unix.F_SEAL_SHRINK | unix.F_SEAL_GROW
	data, ctrl := sealsOf(Data), sealsOf(Control)
	for name, c := range map[string]struct {
		f    *os.File
		kind Kind
		err  error
	}{
		"a file on disk":      {disk, Data, ErrNotMemory},
		"a folder":            {opened(os.Open(t.TempDir())), Data, ErrNotMemory},
		"a device":            {opened(os.Open("/dev/zero")), Data, ErrNotMemory},
		"a pipe":              {r, Data, ErrNotMemory},
		"an eventfd":          {opened(os.NewFile(uintptr(event), "event"), nil), Data, ErrNotMemory},
		"a socket":            {opened(socket, err), Data, ErrNotMemory},
		"a path":              {opened(os.NewFile(uintptr(pathOnly), "path"), nil), Data, unix.EBADF},
		"closed":              {closed, Data, os.ErrClosed},
		"too small":           {memfd(0, all, data, false), Data, ErrWrongSize},
		"too large":           {memfd(int64(2*page), all, data, true), Data, ErrWrongSize},
		"odd size":            {memfd(int64(page+1), all, data, true), Data, ErrWrongSize},
		"no sealing":          {memfd(int64(page), unix.MFD_CLOEXEC, 0, true), Data, ErrUnsealed},
		"no seals":            {memfd(int64(page), all, 0, true), Control, ErrUnsealed},
		"may shrink":          {memfd(int64(page), all, ctrl&^unix.F_SEAL_SHRINK, true), Control, ErrUnsealed},
		"may grow":            {memfd(int64(page), all, ctrl&^unix.F_SEAL_GROW, true), Control, ErrUnsealed},
		"more seals to come":  {memfd(int64(page), all, size, true), Control, ErrUnsealed},
		"data for control":    {memfd(int64(page), all, data, true), Control, ErrUnsealed},
		"control for data":    {memfd(int64(page), all, ctrl, true), Data, ErrUnsealed},
		"nobody may write it": {memfd(int64(page), all, ctrl|unix.F_SEAL_WRITE, true), Control, ErrUnsealed},
		"no memory":           {memfd(int64(page), all, data, false), Data, ErrSparse},
	} {
		t.Run(name, func(t *testing.T) {
			before := holds(t, "refused")
			_, err := Open(c.f, page, c.kind)
			require.ErrorIs(t, err, c.err)
			require.ErrorContains(t, err, fmt.Sprintf("shm: open %v segment of %d bytes", c.kind, page))
			require.Equal(t, before, holds(t, "refused"), "and f stays the caller's")
		})
	}
	t.Run("accepted", func(t *testing.T) {
		for kind, seals := range map[Kind]int{Data: data, Control: ctrl} {
			_, err := Open(memfd(int64(page), all, seals, true), page, kind)
			require.NoError(t, err)
		}
	})
	t.Run("huge pages", func(t *testing.T) {
		fd, err := unix.MemfdCreate("refused", all|unix.MFD_HUGETLB)
		if err != nil {
			t.Skip("no pool of huge pages here:", err)
		}
		f := opened(os.NewFile(uintptr(fd), "huge"), nil)
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, data)
		require.NoError(t, err)
		_, err = Open(f, page, Data)
		require.ErrorIs(t, err, ErrNotMemory)
	})
}

// hostile tries every way to a sealed segment that a guest has.
func TestSealsHoldAgainstAGuest(t *testing.T) {
	for _, kind := range []Kind{Data, Control} {
		s, r := sealed(t, kind)
		r.Bytes(0, 1)[0] = 42
		for _, way := range []string{"received", "reopened"} {
			t.Run(kind.String()+"/"+way, func(t *testing.T) {
				fd := int(duplicate(t, s.File()).Fd())
				if way == "reopened" {
					var err error
					fd, err = unix.Open(fmt.Sprintf("/proc/self/fd/%d", fd), unix.O_RDWR|unix.O_CLOEXEC, 0)
					require.NoError(t, err)
					defer unix.Close(fd)
				}
				require.ErrorIs(t, unix.Ftruncate(fd, 0), unix.EPERM)
				require.ErrorIs(t, unix.Ftruncate(fd, int64(page)), unix.EPERM)
				require.ErrorIs(t, unix.Ftruncate(fd, int64(8*page)), unix.EPERM)
				require.ErrorIs(t, unix.Fallocate(fd, 0, int64(2*page), int64(page)), unix.EPERM)
				_, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_WRITE)
				require.ErrorIs(t, err, unix.EPERM)

				punched := unix.Fallocate(fd, unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, int64(page), int64(page))
				_, wrote := unix.Pwrite(fd, []byte{1}, int64(page))
				shared, mapped := mmap(fd, 0, page, unix.PROT_READ|unix.PROT_WRITE)
				if kind == Control {
					require.NoError(t, errors.Join(punched, wrote, mapped), "a guest may spoil its own segment")
					require.NoError(t, munmap(shared))
					r.Bytes(page, page)[0] = 2 // a hole fills again
					return
				}
				require.ErrorIs(t, punched, unix.EPERM)
				require.ErrorIs(t, wrote, unix.EPERM)
				require.ErrorIs(t, mapped, unix.EPERM)
				reading, err := mmap(fd, 0, page, unix.PROT_READ)
				require.NoError(t, err)
				require.ErrorIs(t, unix.Mprotect(reading, unix.PROT_READ|unix.PROT_WRITE), unix.EACCES)
				require.ErrorIs(t, unix.Madvise(reading, unix.MADV_REMOVE), unix.EACCES)
				require.NoError(t, munmap(reading))
				require.Equal(t, byte(42), r.Bytes(0, 1)[0])
			})
		}
		_, err := s.Map(0, page, true)
		if kind == Data {
			require.ErrorIs(t, err, unix.EPERM, "the host neither")
		}
		require.ErrorIs(t, s.Seal(kind), unix.EPERM, "twice")
	}
}

// /proc/PID/mem writes where the debugger may; a read-only shared mapping of a
// sealed segment it may not.
func TestSealsHoldAgainstProcMem(t *testing.T) {
	s, r := sealed(t, Data)
	guest, err := Open(duplicate(t, s.File()), 2*page, Data)
	require.NoError(t, err)
	view, err := guest.Map(0, page, false)
	require.NoError(t, err)
	defer view.Close()
	mem, err := os.OpenFile("/proc/self/mem", os.O_RDWR, 0)
	require.NoError(t, err)
	defer mem.Close()
	_, err = mem.WriteAt([]byte{1}, addressOf(view))
	require.Error(t, err)
	require.Zero(t, r.Bytes(0, 1)[0])
}

// TestNothingLeaksOnFailure fails every step of the way in turn.
func TestNothingLeaksOnFailure(t *testing.T) {
	const name = "leaktest"
	steps := []string{"memfd", "memory", "truncate", "allocate", "map", "populate"}
	var passed []string
	use := func(fail memory.Fail) error {
		s, err := create(name, page, fail)
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
			live := memory.LiveMaps()
			leaksNothing(t, name, func() {
				require.ErrorIs(t, use(func(step string) error {
					if step == failing {
						return injected
					}
					return nil
				}), injected)
			})
			require.Equal(t, live, memory.LiveMaps(), "mappings counted")
		})
	}
	t.Run("none", func(t *testing.T) { leaksNothing(t, name, func() { require.NoError(t, use(nil)) }) })
}

// Memory that is missing is an error and not a fault.
func TestMoreMemoryThanThereIs(t *testing.T) {
	var info unix.Sysinfo_t
	require.NoError(t, unix.Sysinfo(&info))
	total := (uint64(info.Totalram) + uint64(info.Totalswap)) * uint64(info.Unit)
	if total > math.MaxInt/2 {
		t.Skip("the machine has more memory than its addresses reach")
	}
	leaksNothing(t, "large", func() {
		_, err := Create("large", (int(total)/page+1)*page)
		require.ErrorIs(t, err, unix.ENOMEM)
	})
}
