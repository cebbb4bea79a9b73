package shmlink

import (
	"errors"
	"fmt"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// What Create and Open can refuse, besides what [shm] and [dmb] do.
var (
	// ErrInUse: a live process has a stream of that name.
	ErrInUse = shm.ErrInUse
	// ErrNoStream: no live process has one.
	ErrNoStream = shm.ErrNoHost
	// ErrUnsupported: this system cannot share memory safely.
	ErrUnsupported = shm.ErrUnsupported

	// ErrItemType: the items of the stream are laid out in another way than T.
	ErrItemType = errors.New("items of another type")
	// ErrVersion: the other side speaks another version of the protocol.
	ErrVersion = errors.New("another version of the protocol")
	// ErrNotAllowed: the other side belongs to a user it must not belong to, or
	// a reader asks for a policy that the writer does not offer.
	ErrNotAllowed = errors.New("not allowed")
	// ErrTooManyReaders: the stream has as many readers as it was made for.
	ErrTooManyReaders = errors.New("too many readers")
	// ErrPeerCorrupt: the other side has shown what cannot be true.
	ErrPeerCorrupt = errors.New("the other side is corrupt")
)

// How the stream of a reader can end, besides io.EOF.
var (
	// ErrWriterDied: the writer's process ended without closing the stream. All
	// that it had produced has been read.
	ErrWriterDied = errors.New("the writer's process is gone")
	// ErrEvicted: the writer has put this reader out. What it held is not valid.
	ErrEvicted = errors.New("put out by the writer")
)

// RemoteError is the error that the writer closed its stream with, as far as
// it can be brought here: its text.
type RemoteError struct{ Text string }

func (e *RemoteError) Error() string { return e.Text }

// codes are the numbers of refusals and goodbyes on the wire.
var codes = map[uint16]error{
	1: ErrVersion,
	2: ErrItemType,
	3: ErrNotAllowed,
	4: ErrTooManyReaders,
	5: ErrEvicted,
	6: ErrPeerCorrupt,
	7: ErrNoStream,
	8: errRefused,
}

var errRefused = errors.New("refused")

// codeOf returns the number of an error; what has none is a plain refusal.
func codeOf(err error) uint16 {
	for code, known := range codes {
		if errors.Is(err, known) {
			return code
		}
	}
	return 8
}

// told is an error as the other side has worded it.
func told(code uint16, text string) error {
	known, ok := codes[code]
	if !ok {
		known = errRefused
	}
	if text == "" {
		return known
	}
	return &toldError{text, known}
}

type toldError struct {
	text  string
	known error
}

func (e *toldError) Error() string { return fmt.Sprintf("told by the other side: %s", e.text) }
func (e *toldError) Unwrap() error { return e.known }
