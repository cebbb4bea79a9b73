package dmb

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"
)

// section is a file over the handle of a section of two granules.
func section(t *testing.T) *os.File {
	h, err := windows.CreateFileMapping(windows.InvalidHandle, nil, windows.PAGE_READWRITE, 0, uint32(2*Granularity()), nil)
	require.NoError(t, err)
	f := os.NewFile(uintptr(h), "section")
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestMapSection(t *testing.T) {
	f := section(t)
	w, err := Map[uint8](f, int64(Granularity()), Granularity())
	require.NoError(t, err)
	r, err := Map[uint8](f, 0, 2*Granularity(), ReadOnly())
	require.NoError(t, err)
	n := Granularity()
	w.Slice(n-1, 2)[0], w.Slice(n-1, 2)[1] = 1, 2 // across the seam
	require.Equal(t, []byte{1}, r.Slice(2*n-1, 1))
	require.Equal(t, []byte{0, 0}, r.Slice(2*n-1, 3)[1:])
	require.Equal(t, []byte{2}, r.Slice(n, 1))
	require.NoError(t, w.Close())
	require.NoError(t, r.Close())
}

func TestMapShortSection(t *testing.T) {
	_, err := Map[uint8](section(t), int64(Granularity()), 2*Granularity())
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.ErrorContains(t, err, "131072 bytes at 65536 of a file of 131072")
}

// A handle that may only be read gives no buffer that could be written.
func TestMapSectionNeedsRights(t *testing.T) {
	me, f := windows.CurrentProcess(), section(t)
	var h windows.Handle
	err := windows.DuplicateHandle(me, windows.Handle(f.Fd()), me, &h, 1|windows.FILE_MAP_READ, false, 0)
	require.NoError(t, err)
	r := os.NewFile(uintptr(h), "section to be read")
	defer r.Close()
	_, err = Map[uint8](r, 0, Granularity())
	require.ErrorIs(t, err, os.ErrPermission)
	b, err := Map[uint8](r, 0, Granularity(), ReadOnly())
	require.NoError(t, err)
	require.NoError(t, b.Close())
}
