package shm

import (
	"errors"

	"github.com/seed-ff569660/seamless/internal/layout"
	"github.com/seed-ff569660/seamless/internal/memory"
)

// What the world can refuse. Every error of this package wraps one of these or
// the error of the operating system, after what was asked for:
//
//	shm: open segment of 8192 bytes: 4096 bytes: wrong size
var (
	// ErrUnsupported: this system cannot do what was asked.
	ErrUnsupported = errors.ErrUnsupported
	// ErrPointers: the type of a view holds a pointer; the message names the field.
	ErrPointers = layout.ErrPointers
	// ErrTooManyMaps: one more mapping would come close to the system's limit.
	ErrTooManyMaps = memory.ErrTooManyMaps
	// ErrUnaligned: a size or an offset is not a multiple of [PageSize].
	ErrUnaligned = errors.New("not whole pages")

	// ErrNotMemory: a received descriptor is not memory that can be sealed, or,
	// where there are no seals, not a file, or on Windows not a section.
	ErrNotMemory = errors.New("not sealable memory")
	// ErrWrongSize: a received segment has another size than was agreed on.
	ErrWrongSize = errors.New("wrong size")
	// ErrUnsealed: a received segment has other seals than its kind asks for,
	// so its peer could truncate it, or write what only the host may write; or,
	// without seals, it is open for writing where it must not be, or is not where
	// it must.
	ErrUnsealed = errors.New("wrong seals")
	// ErrSparse: a received segment does not have all of its memory, or on Windows
	// is a file's, so touching it could end the process. Without seals nobody looks.
	ErrSparse = errors.New("memory is missing")
	// ErrNotDoorbell: a received descriptor is not the far end of a doorbell.
	ErrNotDoorbell = errors.New("not a doorbell")

	// ErrBadName: the name of a host is empty, or cannot be a file's name.
	ErrBadName = errors.New("not a name")
	// ErrNameTooLong: the name and its folder do not fit a socket's address.
	ErrNameTooLong = errors.New("name too long")
	// ErrUnsafeFolder: the folder for sockets belongs to somebody else, is open
	// to others, or is no folder.
	ErrUnsafeFolder = errors.New("unsafe folder")
	// ErrInUse: a live host has the name.
	ErrInUse = errors.New("name in use")
	// ErrNoHost: no live host has the name.
	ErrNoHost = errors.New("no host")

	// ErrTruncated: a message was longer than the room for it.
	ErrTruncated = errors.New("message truncated")
	// ErrTooManyFiles: a message brought more descriptors than were expected, or
	// more than this process may have open.
	ErrTooManyFiles = errors.New("too many descriptors")
)
