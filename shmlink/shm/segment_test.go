//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/atomics"
)

var page = os.Getpagesize()

// sealed returns a segment of two pages, its writable mapping, and its seals set.
func sealed(t *testing.T, kind Kind) (*Segment, *Region) {
	t.Helper()
	s, err := Create("test", 2*page)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	r, err := s.Map(0, 2*page, true)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	require.NoError(t, s.Seal(kind))
	return s, r
}

// duplicate is what another process would receive.
func duplicate(t *testing.T, f *os.File) *os.File {
	t.Helper()
	var fd int
	require.NoError(t, control(f, func(n int) (err error) {
		fd, err = unix.FcntlInt(uintptr(n), unix.F_DUPFD_CLOEXEC, 0)
		return err
	}))
	other := os.NewFile(uintptr(fd), "received")
	t.Cleanup(func() { _ = other.Close() })
	return other
}

func TestGuestSeesWhatHostWrites(t *testing.T) {
	for _, kind := range []Kind{Data, Control} {
		t.Run(kind.String(), func(t *testing.T) {
			s, r := sealed(t, kind)
			guest, err := Open(duplicate(t, s.File()), 2*page, kind)
			require.NoError(t, err)
			require.Equal(t, 2*page, guest.Size())
			view, err := guest.Map(page, page, kind == Control)
			require.NoError(t, err)
			require.NoError(t, guest.Close())
			require.NoError(t, guest.Close(), "twice")

			r.Bytes(page+7, 1)[0] = 42
			require.Equal(t, byte(42), view.Bytes(7, 1)[0])
			if kind == Control {
				view.Bytes(8, 1)[0] = 43
				require.Equal(t, byte(43), r.Bytes(page+8, 1)[0])
			}
			require.NoError(t, view.Close())
			require.NoError(t, view.Close(), "twice")
			require.Zero(t, view.Len())
		})
	}
}

// A ring is mapped twice over the segment's file, also by a guest, read-only.
func TestRingOverASegment(t *testing.T) {
	s, err := Create("ring", 3*page)
	require.NoError(t, err)
	defer s.Close()
	items := 2 * page / 8
	ring, err := dmb.Map[uint64](s.File(), int64(page), items)
	require.NoError(t, err)
	defer ring.Close()
	require.NoError(t, s.Seal(Data))
	guest, err := Open(duplicate(t, s.File()), 3*page, Data)
	require.NoError(t, err)
	defer guest.Close()
	view, err := dmb.Map[uint64](guest.File(), int64(page), items, dmb.ReadOnly())
	require.NoError(t, err)
	defer view.Close()
	_, err = dmb.Map[uint64](guest.File(), int64(page), items)
	require.ErrorIs(t, err, os.ErrPermission)
	for i := range ring.Slice(items-2, 4) {
		ring.Slice(items-2, 4)[i] = uint64(i) + 1
	}
	require.Equal(t, []uint64{1, 2, 3, 4}, view.Slice(items-2, 4))
}

func TestMapEdges(t *testing.T) {
	s, _ := sealed(t, Control)
	for _, c := range []struct {
		off, n int
		err    error
	}{
		{0, 0, ErrUnaligned}, {-page, page, ErrUnaligned}, {1, page, ErrUnaligned}, {0, page - 1, ErrUnaligned},
		{0, -page, ErrUnaligned}, {0, 3 * page, ErrWrongSize}, {page, 2 * page, ErrWrongSize}, {2 * page, page, ErrWrongSize},
		{math.MaxInt &^ (page - 1), page, ErrWrongSize}, {page, math.MaxInt &^ (page - 1), ErrWrongSize},
	} {
		_, err := s.Map(c.off, c.n, true)
		require.ErrorIs(t, err, c.err, "%+v", c)
		require.ErrorContains(t, err, fmt.Sprintf("map %d bytes at %d", c.n, c.off))
	}
}

func TestViewsAreChecked(t *testing.T) {
	type words struct {
		_ atomics.Uint32
		b atomics.Uint64
	}
	_, r := sealed(t, Control)
	At[words](r, 64).b.Store(7)
	require.EqualValues(t, 7, At[atomics.Uint64](r, 72).Load())
	At[words](r, r.Len()-16).b.Store(8)
	At[atomics.Uint32](r, 4).Store(9)

	for text, f := range map[string]func(){
		"shm: view of shm.words at 4, not a multiple of 8":                       func() { At[words](r, 4) },
		"shm: view of shm.words at -8, not a multiple of 8":                      func() { At[words](r, -8) },
		"shm: view of atomics.Uint32 at 2, not a multiple of 4":                  func() { At[atomics.Uint32](r, 2) },
		fmt.Sprintf("shm: 16 bytes at %d of a region of %d", 2*page-8, 2*page):   func() { At[words](r, 2*page-8) },
		fmt.Sprintf("shm: 1 bytes at %d of a region of %d", 2*page, 2*page):      func() { r.Bytes(2*page, 1) },
		fmt.Sprintf("shm: 9 bytes at -1 of a region of %d", 2*page):              func() { r.Bytes(-1, 9) },
		fmt.Sprintf("shm: -1 bytes at 9 of a region of %d", 2*page):              func() { r.Bytes(9, -1) },
		fmt.Sprintf("shm: %d bytes at 1 of a region of %d", math.MaxInt, 2*page): func() { r.Bytes(1, math.MaxInt) },
		"shm: view at 0: type *int is a pointer: items must not hold pointers":   func() { At[*int](r, 0) },
	} {
		require.PanicsWithValue(t, text, f)
	}
	require.Equal(t, 5, cap(r.Bytes(3, 5)))
	require.Empty(t, r.Bytes(2*page, 0))
	require.NoError(t, r.Close())
	require.Panics(t, func() { r.Bytes(0, 1) }, "closed")
}
