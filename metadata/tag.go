package metadata

import "fmt"

// Keys that mean the same everywhere. UHD and GNU Radio use the first three.
const (
	KeyTime     = "rx_time"  // when the item was received: KindTime
	KeyRate     = "rx_rate"  // items per second from here on: KindFloat64, Hz
	KeyFreq     = "rx_freq"  // centre frequency from here on: KindFloat64, Hz
	KeyOverflow = "overflow" // items lost just before this one: KindUint64
)

// Tag says something about one item of a stream.
type Tag struct {
	Offset int // in items from the start of the slice the tag travels with
	Key    string
	Value  Value
}

// New returns a tag with the value as [AnyValue] types it:
//
//	w.ProduceTags(n, metadata.New(0, metadata.KeyFreq, 93.1e6))
//
// A literal Tag with a Value of its own constructor never allocates; New may.
func New(offset int, key string, value any) Tag {
	return Tag{Offset: offset, Key: key, Value: AnyValue(value)}
}

// Equal tells whether both say the same about the same offset.
func (t Tag) Equal(u Tag) bool {
	return t.Offset == u.Offset && t.Key == u.Key && t.Value.Equal(u.Value)
}

// String returns key=value@offset.
func (t Tag) String() string { return fmt.Sprintf("%s=%s@%d", t.Key, t.Value, t.Offset) }
