package rtltcp

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// magic is what a server's greeting begins with.
const magic = "RTL0"

const greetingSize = len(magic) + 4 + 4

// ErrGreeting is wrapped when what a server sends first is not the greeting of
// rtl_tcp; the error tells what it is.
var ErrGreeting = errors.New("not the greeting of an rtl_tcp server")

// Tuner is the chip that a server says it receives with.
type Tuner uint32

const (
	UnknownTuner Tuner = iota
	E4000
	FC0012
	FC0013
	FC2580
	R820T
	R828D
)

// String returns the name of the chip.
func (t Tuner) String() string {
	names := [...]string{"unknown", "E4000", "FC0012", "FC0013", "FC2580", "R820T", "R828D"}
	if int64(t) < int64(len(names)) {
		return names[t]
	}
	return fmt.Sprintf("Tuner(%d)", uint32(t))
}

// Greeting is what a server says of itself.
type Greeting struct {
	Tuner Tuner
	Gains uint32 // how many steps of gain the tuner has; 29 for an R820T
}

func (g Greeting) append(dst []byte) []byte {
	dst = append(dst, magic...)
	dst = binary.BigEndian.AppendUint32(dst, uint32(g.Tuner))
	return binary.BigEndian.AppendUint32(dst, g.Gains)
}

// parseGreeting reads the greetingSize bytes that a server sends first.
func parseGreeting(b [greetingSize]byte) (Greeting, error) {
	if string(b[:len(magic)]) != magic {
		return Greeting{}, fmt.Errorf("%w: it begins with %q, not with %q", ErrGreeting, b[:], magic)
	}
	return Greeting{
		Tuner: Tuner(binary.BigEndian.Uint32(b[4:])),
		Gains: binary.BigEndian.Uint32(b[8:]),
	}, nil
}
