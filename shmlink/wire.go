package shmlink

import (
	"encoding/binary"
	"fmt"
	"time"
)

// Messages of the handshake, one a packet, little-endian. FORMAT.md draws them.
const (
	greeting = 0x4d414553 // "SEAM", in front of each message

	msgHello   = 1
	msgAccept  = 2
	msgReject  = 3
	msgGoodbye = 4
	msgAsk     = 5
	msgTell    = 6
	msgReady   = 7
	msgJoined  = 8

	protocol = 1 // the one version there is

	wordSize    = 6 // of a message that is a kind and nothing else
	helloSize   = 80
	acceptSize  = 80
	maxText     = 1000
	maxMessage  = 4096
	maxTell     = 128 << 10
	acceptFiles = 4 // items, tags, control, doorbell
)

var wire = binary.LittleEndian

// hello is what a reader asks for.
type hello struct {
	lowest, highest uint16 // protocol versions it speaks
	item            itemLayout
	policy          policy
	evictAfter      time.Duration
	start           start
	position        uint64
	bell            uint8 // see bellWord and bellDoor
	fences          bool  // it fences before it sleeps
}

type start uint8

const (
	startLatest start = iota
	startOldest
	startAt
)

// The bells by which a reader can be woken.
const (
	bellIsWord uint8 = iota // the word of its control page
	bellIsDoor              // its doorbell
)

func message(size int, kind uint16) []byte {
	b := make([]byte, size)
	wire.PutUint32(b, greeting)
	wire.PutUint16(b[4:], kind)
	return b
}

// kindOf returns the kind of a message, or 0 if it is none.
func kindOf(b []byte) uint16 {
	if len(b) < 6 || wire.Uint32(b) != greeting {
		return 0
	}
	return wire.Uint16(b[4:])
}

func (h *hello) encode() []byte {
	b := message(helloSize, msgHello)
	wire.PutUint16(b[6:], h.lowest)
	wire.PutUint16(b[8:], h.highest)
	b[10], b[11], b[12], b[13] = uint8(h.policy), uint8(h.start), h.bell, bit(h.fences)
	wire.PutUint32(b[16:], uint32(h.item.size))
	wire.PutUint32(b[20:], uint32(h.item.align))
	wire.PutUint64(b[24:], uint64(h.evictAfter))
	wire.PutUint64(b[32:], h.position)
	copy(b[40:], h.item.print[:])
	return b
}

func decodeHello(b []byte) (h hello, err error) {
	if kindOf(b) != msgHello || len(b) != helloSize {
		return h, fmt.Errorf("a hello of %d bytes, not %d: %w", len(b), helloSize, ErrPeerCorrupt)
	}
	h = hello{
		lowest: wire.Uint16(b[6:]), highest: wire.Uint16(b[8:]),
		policy: policy(b[10]), start: start(b[11]), bell: b[12], fences: b[13] == 1,
		item:       itemLayout{size: int(wire.Uint32(b[16:])), align: int(wire.Uint32(b[20:]))},
		evictAfter: time.Duration(wire.Uint64(b[24:])),
		position:   wire.Uint64(b[32:]),
	}
	copy(h.item.print[:], b[40:])
	if h.policy > evict || h.start > startAt || h.bell > bellIsDoor || h.evictAfter < 0 {
		return h, fmt.Errorf("policy %d after %v, start %d, bell %d: %w", h.policy, h.evictAfter, h.start, h.bell, ErrPeerCorrupt)
	}
	return h, nil
}

// accept is what the host grants.
type accept struct {
	version uint16
	reader  uint64 // its number
	epoch   uint64
	items   uint64 // capacity
	segment uint64 // bytes of the segment of items
	tags    uint64 // capacity in bytes
	tagged  uint64 // bytes of the segment of tags
	control uint32 // bytes of the control segment
	policy  policy // as the host has decided
}

func (a *accept) encode() []byte {
	b := message(acceptSize, msgAccept)
	wire.PutUint16(b[6:], a.version)
	for i, v := range []uint64{a.reader, a.epoch, a.items, a.segment, a.tags, a.tagged, 0, uint64(a.control)} {
		wire.PutUint64(b[8+8*i:], v)
	}
	b[72] = uint8(a.policy)
	return b
}

func decodeAccept(b []byte) (a accept, err error) {
	if kindOf(b) != msgAccept || len(b) != acceptSize {
		return a, fmt.Errorf("an answer of kind %d and %d bytes: %w", kindOf(b), len(b), ErrPeerCorrupt)
	}
	v := func(i int) uint64 { return wire.Uint64(b[8+8*i:]) }
	return accept{
		version: wire.Uint16(b[6:]), reader: v(0), epoch: v(1), items: v(2), segment: v(3),
		tags: v(4), tagged: v(5), control: uint32(v(7)), policy: policy(b[72]),
	}, nil
}

func bit(set bool) uint8 {
	if set {
		return 1
	}
	return 0
}

// isWord tells whether a message is a kind and nothing else.
func isWord(b []byte, kind uint16) bool { return kindOf(b) == kind && len(b) == wordSize }

// verdict is a refusal or a goodbye: a code and a text.
func verdict(kind, code uint16, text string) []byte {
	text = shorten(text, maxText)
	b := append(message(10, kind), text...)
	wire.PutUint16(b[6:], code)
	wire.PutUint16(b[8:], uint16(len(text)))
	return b
}

func decodeVerdict(b []byte) (code uint16, text string, err error) {
	if len(b) < 10 || len(b) != 10+int(wire.Uint16(b[8:])) {
		return 0, "", fmt.Errorf("a message of %d bytes: %w", len(b), ErrPeerCorrupt)
	}
	return wire.Uint16(b[6:]), string(b[10:]), nil
}
