package metadata

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// DecodeTag reads the record at the start of src, as [AppendTag] wrote it: the
// position of the tag, the tag with Offset 0, and the n bytes the record took.
// The tag shares no memory with src. Scalars under a well-known key cost no
// allocation.
//
// The error is io.ErrUnexpectedEOF when the record goes on after the end of
// src, n is 0 then; or [ErrCorrupt], n is then 0 if the length itself cannot
// be, else the length of the record, so that the caller may go on after a kind
// it does not know.
//
// src may be memory that a hostile peer writes to meanwhile: every length is
// read once and bounded before it is used.
func DecodeTag(src []byte) (position uint64, t Tag, n int, err error) {
	return (*Decoder)(nil).Decode(src)
}

// Decoder decodes tags as [DecodeTag] does and remembers their keys, so that a
// scalar under a key it has met costs no allocation. One goroutine at a time may
// use it.
type Decoder struct{ keys map[string]string }

// maxKeys bounds the keys that a decoder remembers: a peer could send new ones
// for ever.
const maxKeys = 256

// Decode is DecodeTag.
func (d *Decoder) Decode(src []byte) (position uint64, t Tag, n int, err error) {
	if len(src) < lengthSize {
		return 0, Tag{}, 0, fmt.Errorf("decode a tag of %d bytes, at least %d: %w", len(src), headerSize, io.ErrUnexpectedEOF)
	}
	length := binary.LittleEndian.Uint32(src)
	if length < fixedSize || length > MaxRecord-lengthSize {
		return 0, Tag{}, 0, fmt.Errorf("decode a tag: length %d, want %d to %d: %w", length, fixedSize, MaxRecord-lengthSize, ErrCorrupt)
	}
	n = lengthSize + int(length)
	if len(src) < n {
		return 0, Tag{}, 0, fmt.Errorf("decode a tag of %d bytes, have %d: %w", n, len(src), io.ErrUnexpectedEOF)
	}
	position = binary.LittleEndian.Uint64(src[4:])
	kind, keyLen, rest := Kind(src[12]), int(src[13]), src[headerSize:n]
	if keyLen > len(rest) {
		return 0, Tag{}, n, fmt.Errorf("decode a tag: key of %d bytes in %d: %w", keyLen, len(rest), ErrCorrupt)
	}
	key := d.key(rest[:keyLen])
	value, ok := decodeValue(kind, rest[keyLen:])
	if !ok {
		return 0, Tag{}, n, fmt.Errorf("decode tag %q: kind %d in %d bytes: %w", key, uint8(kind), len(rest)-keyLen, ErrCorrupt)
	}
	return position, Tag{Key: key, Value: value}, n, nil
}

// key spares the allocation for the keys that come most.
func (d *Decoder) key(b []byte) string {
	switch string(b) {
	case KeyTime:
		return KeyTime
	case KeyRate:
		return KeyRate
	case KeyFreq:
		return KeyFreq
	case KeyOverflow:
		return KeyOverflow
	}
	if d == nil {
		return string(b)
	}
	key, ok := d.keys[string(b)]
	if !ok {
		key = string(b)
		if d.keys == nil || len(d.keys) == maxKeys {
			d.keys = make(map[string]string)
		}
		d.keys[key] = key
	}
	return key
}

func decodeValue(kind Kind, b []byte) (v Value, ok bool) {
	if kind >= KindAny || len(b) > MaxValue {
		return Value{}, false
	}
	if size := fixedSizes[kind]; size >= 0 && size != len(b) {
		return Value{}, false
	}
	switch kind {
	case KindNone:
		return Value{}, true
	case KindBool:
		bit := b[0]
		return BoolValue(bit == 1), bit <= 1
	case KindString:
		return StringValue(string(b)), true
	case KindBytes:
		return BytesValue(append([]byte{}, b...)), true
	case KindTime:
		seconds, nanos := int64(binary.LittleEndian.Uint64(b)), binary.LittleEndian.Uint32(b[8:])
		return TimeValue(time.Unix(seconds, int64(nanos)).UTC()), nanos < 1e9
	default:
		return Value{num: binary.LittleEndian.Uint64(b), any: scalar(kind)}, true
	}
}
