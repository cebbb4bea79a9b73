package layout

import (
	"fmt"
	"math"
	"math/bits"
)

// Round returns the smallest number of bytes that holds at least minItems
// items of size bytes, is a multiple of granularity and a whole number of
// items: a multiple of their least common multiple, never zero. Size and
// granularity must be positive.
//
// With a granularity of 4096, 10000 items of 1 byte take 12288 bytes, and 0
// items of 12 bytes take 12288 bytes, which is 1024 items.
//
// Errors wrap [ErrNegative] or [ErrTooLarge]: neither the product nor what it
// is rounded to wraps round.
func Round(minItems, size, granularity int) (bytes int, err error) {
	if size <= 0 || granularity <= 0 {
		panic(fmt.Sprintf("layout: round items of %d bytes to %d bytes", size, granularity))
	}
	if minItems < 0 {
		return 0, ErrNegative
	}
	unit, ok := multiply(size/gcd(size, granularity), granularity)
	if !ok {
		return 0, ErrTooLarge
	}
	want, ok := multiply(minItems, size)
	if !ok {
		return 0, ErrTooLarge
	}
	units := want / unit
	if want%unit != 0 || units == 0 {
		units++
	}
	bytes, ok = multiply(units, unit)
	if !ok {
		return 0, ErrTooLarge
	}
	return bytes, nil
}

// multiply returns a*b and whether it fits an int. Neither may be negative.
func multiply(a, b int) (int, bool) {
	high, low := bits.Mul64(uint64(a), uint64(b))
	return int(low), high == 0 && low <= math.MaxInt
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
