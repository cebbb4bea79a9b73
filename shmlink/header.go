package shmlink

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// The header is the first page of a segment of items or tags. Only the host
// writes it. FORMAT.md draws it.
const (
	magic     = 0x5353454c4d414553 // "SEAMLESS"
	version   = 1                  // of the header; another one is refused
	byteOrder = 0x01020304         // as this processor stores it

	atMagic     = 0
	atVersion   = 8
	atSize      = 12
	atOrder     = 16
	atPage      = 20
	atItemSize  = 24
	atItemAlign = 28
	atPrint     = 32
	atCapacity  = 64
	atReaders   = 72
	atKind      = 76
	atEpoch     = 80
	atCreated   = 88
	atWriterPID = 96
	atStarted   = 104
	atHead      = 128
	atHeartbeat = 384
	atGoodbye   = 512 // length, then text
	maxGoodbye  = 1000
	atTypeName  = 1536
	maxTypeName = 255
)

// The kinds of segment.
const (
	kindItems = 0
	kindTags  = 1
)

// facts is what a header says once and for all. A reader copies it once, and
// looks at no number in the header again but the words of the protocol.
type facts struct {
	item       itemLayout
	kind       int
	capacity   int // items, or bytes of tags
	maxReaders int
	epoch      uint64
	created    uint64 // ns since boot
	writer     int    // process
	started    uint64 // when it did, in ticks since boot
}

var native = binary.NativeEndian

// write fills in a header that is all zero, its magic last.
func (f *facts) write(r *shm.Region) {
	b := r.Bytes(0, r.Len())
	native.PutUint32(b[atVersion:], version)
	native.PutUint32(b[atSize:], uint32(r.Len()))
	native.PutUint32(b[atOrder:], byteOrder)
	native.PutUint32(b[atPage:], uint32(shm.PageSize()))
	native.PutUint32(b[atItemSize:], uint32(f.item.size))
	native.PutUint32(b[atItemAlign:], uint32(f.item.align))
	copy(b[atPrint:], f.item.print[:])
	native.PutUint64(b[atCapacity:], uint64(f.capacity))
	native.PutUint32(b[atReaders:], uint32(f.maxReaders))
	native.PutUint32(b[atKind:], uint32(f.kind))
	native.PutUint64(b[atEpoch:], f.epoch)
	native.PutUint64(b[atCreated:], f.created)
	native.PutUint32(b[atWriterPID:], uint32(f.writer))
	native.PutUint64(b[atStarted:], f.started)
	putText(b[atTypeName:], f.item.name, maxTypeName)
	shm.At[atomics.Uint64](r, atMagic).Store(magic)
}

// readFacts checks a header that came from another process and copies what it
// says.
func readFacts(r *shm.Region) (f facts, err error) {
	if m := shm.At[atomics.Uint64](r, atMagic).Load(); m != magic {
		return f, fmt.Errorf("magic %#x: %w", m, ErrPeerCorrupt)
	}
	b := append([]byte(nil), r.Bytes(0, atHead)...)
	switch v, size, order, page := native.Uint32(b[atVersion:]), native.Uint32(b[atSize:]), native.Uint32(b[atOrder:]), native.Uint32(b[atPage:]); {
	case v != version:
		return f, fmt.Errorf("header of version %d, not %d: %w", v, version, ErrVersion)
	case order != byteOrder:
		return f, fmt.Errorf("byte order %#x: %w", order, ErrPeerCorrupt)
	case int(page) != shm.PageSize() || int(size) != r.Len():
		return f, fmt.Errorf("header of %d bytes, pages of %d: %w", size, page, ErrPeerCorrupt)
	}
	capacity := native.Uint64(b[atCapacity:])
	if capacity > math.MaxInt {
		return f, fmt.Errorf("capacity %d: %w", capacity, ErrPeerCorrupt)
	}
	f = facts{
		item:       itemLayout{size: int(native.Uint32(b[atItemSize:])), align: int(native.Uint32(b[atItemAlign:])), name: getText(r.Bytes(atTypeName, 2+maxTypeName), maxTypeName)},
		kind:       int(native.Uint32(b[atKind:])),
		capacity:   int(capacity),
		maxReaders: int(native.Uint32(b[atReaders:])),
		epoch:      native.Uint64(b[atEpoch:]),
		created:    native.Uint64(b[atCreated:]),
		writer:     int(native.Uint32(b[atWriterPID:])),
		started:    native.Uint64(b[atStarted:]),
	}
	copy(f.item.print[:], b[atPrint:])
	return f, nil
}

func headOf(r *shm.Region) *spmc.Head           { return shm.At[spmc.Head](r, atHead) }
func heartbeatOf(r *shm.Region) *atomics.Uint64 { return shm.At[atomics.Uint64](r, atHeartbeat) }

// putText writes the length of a text, cut at most, and the text.
func putText(b []byte, text string, most int) {
	text = shorten(text, most)
	copy(b[2:], text)
	native.PutUint16(b, uint16(len(text)))
}

// getText reads a text whose length may be anything.
func getText(b []byte, most int) string {
	n := min(int(native.Uint16(b)), most, len(b)-2)
	return string(b[2 : 2+n])
}

// The control page of a reader: what it and the host share, and nobody else
// has.
const (
	atItems = 0   // its cursor in the items
	atTags  = 384 // its cursor in the tags
	atBell  = 768 // the word of its bell
)

func itemsCursor(r *shm.Region) *spmc.Cursor { return shm.At[spmc.Cursor](r, atItems) }
func tagsCursor(r *shm.Region) *spmc.Cursor  { return shm.At[spmc.Cursor](r, atTags) }
func bellWord(r *shm.Region) *atomics.Uint32 { return shm.At[atomics.Uint32](r, atBell) }
