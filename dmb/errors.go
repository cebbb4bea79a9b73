package dmb

import (
	"errors"
	"fmt"

	"github.com/seed-ff569660/seamless/internal/layout"
	"github.com/seed-ff569660/seamless/internal/memory"
)

// What the world can refuse. Every error of this package wraps one of these or
// the error of the operating system, after what was asked for:
//
//	dmb: map 65536 items of 8 bytes: allocate: no space left on device
var (
	// ErrPointers: the item type holds a pointer; the message names the field.
	ErrPointers = layout.ErrPointers
	// ErrZeroSize: the item type has no bytes.
	ErrZeroSize = layout.ErrZeroSize
	// ErrNegative: a negative number of items was asked for.
	ErrNegative = layout.ErrNegative
	// ErrTooLarge: twice the size in bytes does not fit the address space.
	ErrTooLarge = layout.ErrTooLarge
	// ErrUnsupported: this system cannot do what was asked.
	ErrUnsupported = errors.ErrUnsupported
	// ErrUnaligned: the file range does not begin and end on a page boundary.
	ErrUnaligned = errors.New("not a multiple of the page size")
	// ErrTooManyMaps: one more mapping would come close to the limit the
	// system puts on them, at which the Go runtime itself could not go on.
	ErrTooManyMaps = memory.ErrTooManyMaps
)

func refused(verb string, items, size int, err error) error {
	return fmt.Errorf("dmb: %s %d items of %d bytes: %w", verb, items, size, err)
}
