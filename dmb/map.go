package dmb

import (
	"fmt"
	"io"
	"math"
	"os"

	"github.com/seed-ff569660/seamless/internal/layout"
)

// Map returns a buffer over items items of the file f that begin at byte off,
// mapped twice: what is written through it is in the file, and other
// processes that map the same range see it. With [ReadOnly] it can only be
// read, and f need only be open for reading. The file must hold the range
// already; f may be closed once Map has returned. On Windows f may be over the
// handle of a section (a file mapping object) as well.
//
// Off and the size of the items must be multiples of [Granularity], else the
// error wraps [ErrUnaligned]. A regular file that is too short gives
// io.ErrUnexpectedEOF, a system that cannot map twice [ErrUnsupported]. If
// the file is truncated afterwards, touching what it lost ends the process.
//
// Map maps in -race builds as well: the race detector does not see the items.
func Map[T any](f *os.File, off int64, items int, opts ...Option) (*Buffer[T], error) {
	item, err := layout.Of[T]()
	if err != nil {
		return nil, refused("map", items, item.Size, err)
	}
	mem, err := mapRange(f, off, items, item.Size, collect(opts))
	if err != nil {
		return nil, refused("map", items, item.Size, fmt.Errorf("at byte %d of %s: %w", off, f.Name(), err))
	}
	return over(itemsOf[T](mem, item.Size), mem), nil
}

func mapRange(f *os.File, off int64, items, size int, o *options) ([]byte, error) {
	if items < 0 || off < 0 {
		return nil, ErrNegative
	}
	if items > math.MaxInt/2/size {
		return nil, ErrTooLarge
	}
	bytes, unit := items*size, granularity()
	if bytes == 0 || bytes%unit != 0 || off%int64(unit) != 0 {
		return nil, fmt.Errorf("%d bytes at %d: %w (%d)", bytes, off, ErrUnaligned, unit)
	}
	has, err := bytesOf(f)
	if err != nil {
		return nil, err
	}
	if has-int64(bytes) < off {
		return nil, fmt.Errorf("%d bytes at %d of a file of %d: %w", bytes, off, has, io.ErrUnexpectedEOF)
	}
	return mapDouble(f, off, bytes, o)
}

// sizeOf returns the bytes of a regular file; what has no size is as large as
// anybody likes.
func sizeOf(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return math.MaxInt64, nil
	}
	return info.Size(), nil
}
