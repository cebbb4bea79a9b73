package iq

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Format is how a sample lies in bytes. The zero Format is none.
type Format uint8

const (
	CU8 Format = 1 + iota
	CS8
	CS16
	CF32
	CS16BE
	CF32BE
	RU8 // the real ones: Q is 0
	RS8
	RS16
	RF32
	RS16BE
	RF32BE
)

// ErrUnknownFormat is wrapped by ParseFormat.
var ErrUnknownFormat = errors.New("iq: unknown format")

// formats are what is known of each Format, in their order. The first name is
// the one that String returns; the others are those of SigMF, of file name
// extensions and of the programs of the field.
var formats = [...]struct {
	size    int
	convert func(dst []complex64, src []byte)
	append  func(dst []byte, src []complex64) []byte
	names   []string
}{
	CU8:    {2, fromCU8, appendPairs(putU8), []string{"cu8", "u8", "uc8", "complex16u"}},
	CS8:    {2, fromCS8, appendPairs(putS8), []string{"cs8", "s8", "ci8", "sc8", "c8", "complex16s"}},
	CS16:   {4, fromCS16, appendPairs(putS16), []string{"cs16", "s16", "ci16", "ci16_le", "sc16", "c16"}},
	CF32:   {8, fromCF32, appendPairs(putF32), []string{"cf32", "cf32_le", "fc32", "f32", "cfile"}},
	CS16BE: {4, pairs(2, s16be), appendPairs(putS16BE), []string{"ci16_be", "cs16_be"}},
	CF32BE: {8, pairs(4, f32be), appendPairs(putF32BE), []string{"cf32_be"}},
	RU8:    {1, reals(1, u8), appendReals(putU8), []string{"ru8"}},
	RS8:    {1, reals(1, s8), appendReals(putS8), []string{"ri8", "rs8"}},
	RS16:   {2, reals(2, s16), appendReals(putS16), []string{"ri16", "ri16_le", "rs16"}},
	RF32:   {4, reals(4, f32), appendReals(putF32), []string{"rf32", "rf32_le"}},
	RS16BE: {2, reals(2, s16be), appendReals(putS16BE), []string{"ri16_be", "rs16_be"}},
	RF32BE: {4, reals(4, f32be), appendReals(putF32BE), []string{"rf32_be"}},
}

// ParseFormat returns the format of a name, upper or lower case: cu8, ci16_le,
// fc32 and so on. The error lists all that are known.
func ParseFormat(name string) (Format, error) {
	lower := strings.ToLower(name)
	for f := CU8; int(f) < len(formats); f++ {
		if slices.Contains(formats[f].names, lower) {
			return f, nil
		}
	}
	return 0, fmt.Errorf("%w %q, known: %s", ErrUnknownFormat, name, known())
}

func known() string {
	var list []string
	for _, f := range formats[CU8:] {
		list = append(list, strings.Join(f.names, "|"))
	}
	return strings.Join(list, ", ")
}

// Size returns the bytes of a sample. It panics for a Format that is none.
func (f Format) Size() int {
	f.must()
	return formats[f].size
}

// String returns the name of the format, as ParseFormat takes it.
func (f Format) String() string {
	if !f.known() {
		return fmt.Sprintf("Format(%d)", uint8(f))
	}
	return formats[f].names[0]
}

// Decode converts as many whole samples as dst takes and src holds, and
// returns how many that were: min(len(dst), len(src)/Size). It allocates
// nothing. It panics for a Format that is none.
func (f Format) Decode(dst []complex64, src []byte) int {
	n := min(len(dst), len(src)/f.Size())
	formats[f].convert(dst[:n], src[:n*formats[f].size])
	return n
}

func (f Format) known() bool { return f >= CU8 && int(f) < len(formats) }

func (f Format) must() {
	if !f.known() {
		panic(fmt.Sprintf("iq: format %d is none of the %d known", uint8(f), len(formats)-1))
	}
}
