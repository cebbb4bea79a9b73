package dmb

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// file returns a file of n bytes whose bytes count from 0 on.
func file(t *testing.T, n int) *os.File {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(t.TempDir(), "samples"), os.O_RDWR|os.O_CREATE, 0o600)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	content := make([]byte, n)
	for i := range content {
		content[i] = byte(i * 7)
	}
	_, err = f.Write(content)
	require.NoError(t, err)
	return f
}

func TestMapFileRange(t *testing.T) {
	page := Granularity()
	f := file(t, 4*page)
	b, err := Map[uint8](f, int64(page), 2*page)
	skipUnsupported(t, err)
	require.NoError(t, err)
	require.NoError(t, f.Sync())
	require.Equal(t, 2*page, b.Cap())
	require.False(t, b.Mirrored())
	for i, v := range b.items {
		if want := byte((page + i%(2*page)) * 7); v != want {
			t.Fatalf("item %d is %d, not %d", i, v, want)
		}
	}

	copy(b.Slice(2*page-1, 2), []byte{200, 201}) // across the seam
	got := make([]byte, 1)
	_, err = f.ReadAt(got, int64(3*page-1))
	require.NoError(t, err)
	require.Equal(t, byte(200), got[0])
	_, err = f.ReadAt(got, int64(page))
	require.NoError(t, err)
	require.Equal(t, byte(201), got[0])

	require.NoError(t, f.Close())
	require.Equal(t, []byte{201}, b.Slice(0, 1), "the buffer outlives the file's descriptor")
	require.NoError(t, b.Close())
}

func TestMapTwoOfOneRange(t *testing.T) {
	page := Granularity()
	f := file(t, page)
	a, err := Map[uint32](f, 0, page/4)
	skipUnsupported(t, err)
	require.NoError(t, err)
	defer a.Close()
	b, err := Map[uint32](f, 0, page/4, ReadOnly())
	require.NoError(t, err)
	defer b.Close()
	a.Slice(a.Cap()-1, 2)[1] = 4711
	require.Equal(t, uint32(4711), b.Slice(0, 1)[0])
}

func TestMapMisaligned(t *testing.T) {
	page := Granularity()
	f := file(t, 4*page)
	for _, c := range []struct {
		off   int64
		items int
		want  error
	}{
		{1, page, ErrUnaligned},
		{int64(page) - 1, page, ErrUnaligned},
		{int64(page) / 2, page, ErrUnaligned},
		{0, page - 1, ErrUnaligned},
		{0, page + 1, ErrUnaligned},
		{0, 0, ErrUnaligned},
		{0, -page, ErrNegative},
		{-int64(page), page, ErrNegative},
		{0, 5 * page, io.ErrUnexpectedEOF},
		{int64(page), 4 * page, io.ErrUnexpectedEOF},
		{math.MaxInt64 / int64(page) * int64(page), page, io.ErrUnexpectedEOF},
		{0, math.MaxInt/2 + 1, ErrTooLarge},
		{0, math.MaxInt, ErrTooLarge},
	} {
		_, err := Map[uint8](f, c.off, c.items)
		require.ErrorIs(t, err, c.want, "%+v", c)
		require.ErrorContains(t, err, fmt.Sprintf("dmb: map %d items of 1 bytes: at byte %d of ", c.items, c.off))
	}
	_, err := Map[[3]uint8](f, 0, page/3)
	require.ErrorIs(t, err, ErrUnaligned)
}

func TestMapNeedsRights(t *testing.T) {
	f := file(t, Granularity())
	r, err := os.Open(f.Name())
	require.NoError(t, err)
	defer r.Close()
	_, err = Map[uint8](r, 0, Granularity())
	skipUnsupported(t, err)
	require.ErrorIs(t, err, os.ErrPermission)
	b, err := Map[uint8](r, 0, Granularity(), ReadOnly())
	require.NoError(t, err)
	require.Equal(t, byte(7), b.Slice(1, 1)[0])
	require.NoError(t, b.Close())
}

func TestMapClosedFile(t *testing.T) {
	f := file(t, Granularity())
	require.NoError(t, f.Close())
	_, err := Map[uint8](f, 0, Granularity())
	require.ErrorIs(t, err, os.ErrClosed)
}

func TestMapReadOnlyFaultsOnWrite(t *testing.T) {
	output, err := inChild(t, func() {
		b, err := Map[uint8](file(t, Granularity()), 0, Granularity(), ReadOnly())
		if err != nil {
			fmt.Println("map:", err)
			os.Exit(0)
		}
		fmt.Println("mapped", b.Slice(1, 1)[0])
		b.Slice(1, 1)[0] = 1
		fmt.Println("written")
	})
	require.Contains(t, output, "mapped 7")
	require.Error(t, err, "the process survived: %s", output)
	require.NotContains(t, output, "written")
	require.Contains(t, output, "fault")
}
