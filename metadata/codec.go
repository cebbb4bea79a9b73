package metadata

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Limits of an encoded tag, in bytes.
const (
	MaxKey    = 255
	MaxValue  = 64 << 10                       // of a string or of bytes
	MaxRecord = headerSize + MaxKey + MaxValue // the longest record there is
)

var (
	ErrTooLong      = errors.New("metadata: key or value too long to encode")
	ErrNotEncodable = errors.New("metadata: value of a kind that stays in its process")
	ErrCorrupt      = errors.New("metadata: corrupt tag record")
)

const (
	lengthSize = 4         // the length field does not count itself
	fixedSize  = 8 + 1 + 1 // position, kind, key length
	headerSize = lengthSize + fixedSize
)

// AppendTag appends the record of a tag at position + t.Offset to dst. It is
// what [DecodeTag] reads; little-endian throughout:
//
//	byte  size
//	0     4     length: bytes that follow, 10+K+V
//	4     8     position of the tag, position+Offset
//	12    1     kind: 0 None, 1 Bool, 2 Int64, 3 Uint64, 4 Float64, 5 Complex64,
//	            6 String, 7 Bytes, 8 Time, 9 Duration
//	13    1     K, bytes of the key
//	14    K     key, as a rule UTF-8
//	14+K  V     value; V follows from length and K:
//	            None       0
//	            Bool       1   0 or 1
//	            Int64      8   two's complement
//	            Uint64     8
//	            Float64    8   IEEE 754
//	            Complex64  8   real float32, imaginary float32
//	            String     0 to 65536
//	            Bytes      0 to 65536
//	            Time       12  seconds since 1970 UTC (int64), nanoseconds (uint32, below 10^9)
//	            Duration   8   nanoseconds (int64)
//
// A time keeps its instant, not its location. The errors are [ErrTooLong] and,
// for KindAny, [ErrNotEncodable]; dst is then returned as it was. A negative
// offset panics. Nothing is allocated while dst has room; [MaxRecord] always is.
func AppendTag(dst []byte, position uint64, t Tag) ([]byte, error) {
	if t.Offset < 0 {
		panic(fmt.Sprintf("metadata: tag %q at offset %d", t.Key, t.Offset))
	}
	if len(t.Key) > MaxKey {
		return dst, fmt.Errorf("encode a key of %d bytes, at most %d: %w", len(t.Key), MaxKey, ErrTooLong)
	}
	size, kind := t.Value.encodedSize(), t.Value.Kind()
	if size < 0 {
		return dst, fmt.Errorf("encode tag %q, a %T: %w", t.Key, t.Value.any, ErrNotEncodable)
	}
	if size > MaxValue {
		return dst, fmt.Errorf("encode tag %q, a value of %d bytes, at most %d: %w", t.Key, size, MaxValue, ErrTooLong)
	}
	dst = binary.LittleEndian.AppendUint32(dst, uint32(fixedSize+len(t.Key)+size))
	dst = binary.LittleEndian.AppendUint64(dst, position+uint64(t.Offset))
	dst = append(dst, byte(kind), byte(len(t.Key)))
	dst = append(dst, t.Key...)
	return t.Value.append(dst), nil
}

// encodedSize returns the bytes that append appends, -1 if it cannot.
func (v Value) encodedSize() int {
	kind := v.Kind()
	if size := fixedSizes[kind]; size >= 0 {
		return size
	}
	if kind == KindAny {
		return -1
	}
	return int(v.num) // of a string or of bytes
}

// fixedSizes are the bytes of a value by its kind, -1 where they vary.
var fixedSizes = [...]int{
	KindNone:      0,
	KindBool:      1,
	KindInt64:     8,
	KindUint64:    8,
	KindFloat64:   8,
	KindComplex64: 8,
	KindString:    -1,
	KindBytes:     -1,
	KindTime:      12,
	KindDuration:  8,
	KindAny:       -1,
}

func (v Value) append(dst []byte) []byte {
	switch v.Kind() {
	case KindNone:
		return dst
	case KindBool:
		return append(dst, byte(v.num))
	case KindString:
		return append(dst, v.str()...)
	case KindBytes:
		return append(dst, v.bytes()...)
	case KindTime:
		t := v.time()
		dst = binary.LittleEndian.AppendUint64(dst, uint64(t.Unix()))
		return binary.LittleEndian.AppendUint32(dst, uint32(t.Nanosecond()))
	default:
		return binary.LittleEndian.AppendUint64(dst, v.num)
	}
}
