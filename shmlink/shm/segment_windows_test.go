package shm

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"

	"github.com/seed-ff569660/seamless/dmb"
)

var page = PageSize()

// sealed returns a segment of two pages with the host's mapping of it.
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

// received is what a guest in this process gets of f.
func received(t *testing.T, f *os.File) *os.File {
	t.Helper()
	host, guest := conns(t)
	require.NoError(t, host.Send([]byte("x"), f))
	_, files, err := guest.Receive(make([]byte, 1), 1)
	require.NoError(t, err)
	t.Cleanup(func() { _ = files[0].Close() })
	return files[0]
}

func TestGuestSeesWhatHostWrites(t *testing.T) {
	for _, kind := range []Kind{Data, Control} {
		s, r := sealed(t, kind)
		guest, err := Open(received(t, s.File()), 2*page, kind)
		require.NoError(t, err)
		theirs, err := guest.Map(page, page, kind == Control)
		require.NoError(t, err)
		require.NoError(t, guest.Close())
		r.Bytes(page+5, 1)[0] = 42
		require.Equal(t, byte(42), theirs.Bytes(5, 1)[0])
		require.NoError(t, theirs.Close())
	}
}

// A guest gets no view that writes samples, by any way that begins with what it
// was given.
func TestDataCannotBeWritten(t *testing.T) {
	s, host := sealed(t, Data)
	for name, f := range map[string]*os.File{"the host's own handle": s.File(), "a guest's": received(t, s.File())} {
		t.Run(name, func(t *testing.T) {
			guest, err := Open(received(t, f), 2*page, Data)
			require.NoError(t, err)
			defer guest.Close()
			_, err = guest.Map(0, page, true)
			require.ErrorIs(t, err, os.ErrPermission)
			_, err = dmb.Map[byte](guest.File(), 0, page)
			require.ErrorIs(t, err, os.ErrPermission)
			for _, rights := range []uint32{canWrite, windows.FILE_MAP_WRITE, windows.GENERIC_ALL} {
				h := windows.Handle(guest.File().Fd())
				require.False(t, canBecome(h, rights), "rights %#x", rights)
			}
			view, err := guest.Map(0, page, false)
			require.NoError(t, err)
			defer view.Close()
			require.Error(t, protect(view, windows.PAGE_READWRITE))
			require.NoError(t, protect(view, windows.PAGE_READONLY))
		})
	}
	require.NoError(t, protect(host, windows.PAGE_READWRITE), "the mapping from before is the host's")
}

func TestOpenRefuses(t *testing.T) {
	section := func(file windows.Handle, flags uint32, bytes int) *os.File {
		security, err := securityOf(readersOnly)
		require.NoError(t, err)
		h, err := windows.CreateFileMapping(file, security, windows.PAGE_READWRITE|flags, 0, uint32(bytes), nil)
		require.NoError(t, err)
		f := os.NewFile(uintptr(h), "refused")
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	const reserved = 0x04000000 // SEC_RESERVE
	onDisk, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	defer onDisk.Close()
	require.NoError(t, onDisk.Truncate(int64(page)))
	closed, err := os.Open(onDisk.Name())
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	data, _ := sealed(t, Data)
	control, _ := sealed(t, Control)
	unsealed := section(windows.InvalidHandle, 0, page)
	for name, c := range map[string]struct {
		f    *os.File
		kind Kind
		size int
		err  error
	}{
		"a file":             {onDisk, Data, page, ErrNotMemory},
		"a section of one":   {section(windows.Handle(onDisk.Fd()), 0, page), Data, page, ErrSparse},
		"no memory yet":      {section(windows.InvalidHandle, reserved, page), Control, page, ErrSparse},
		"shorter":            {data.File(), Data, 3 * page, ErrWrongSize},
		"longer":             {data.File(), Data, page, ErrWrongSize},
		"data with a writer": {unsealed, Data, page, ErrUnsealed},
		"control as data":    {control.File(), Data, 2 * page, ErrUnsealed},
		"half a page":        {data.File(), Data, page / 2, ErrUnaligned},
		"closed":             {closed, Data, page, os.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			before := holds(t, "")
			_, err := Open(c.f, c.size, c.kind)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, before, holds(t, ""), "and f stays the caller's")
		})
	}
}

func TestCreateRefuses(t *testing.T) {
	_, err := Create("x", page/2)
	require.ErrorIs(t, err, ErrUnaligned)
	_, err = Create("x", math.MaxInt-math.MaxInt%page) // more than any machine can commit
	require.ErrorContains(t, err, "shm: create segment \"x\" of ")
	require.Error(t, errors.Unwrap(err))
	s, _ := sealed(t, Control)
	_, err = s.Map(page, 2*page, false)
	require.ErrorIs(t, err, ErrWrongSize)
}
