// Package layout answers the two questions asked about an item type before its
// items may live in memory the garbage collector does not know: does it hold
// pointers, and how many bytes hold a whole number of items and of pages.
//
// Items in mapped memory are invisible to the collector, so a pointer among
// them would keep nothing alive. [Of] therefore refuses every type that holds
// one, however deep, and names the path to it.
package layout

import "errors"

var (
	// ErrPointers: the item type holds a pointer, or something made of one.
	ErrPointers = errors.New("items must not hold pointers")
	// ErrZeroSize: the item type has no bytes, so no number of items fills a page.
	ErrZeroSize = errors.New("items must not have size zero")
	// ErrNegative: a negative number of items was asked for.
	ErrNegative = errors.New("negative number of items")
	// ErrTooLarge: the size in bytes does not fit the address space.
	ErrTooLarge = errors.New("too large")
)
