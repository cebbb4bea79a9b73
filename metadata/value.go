package metadata

import (
	"math"
	"time"
)

// Value holds one typed value. Scalars, strings and bytes are held without an
// allocation; a Value is copied as it is (three words). The zero Value is of
// KindNone. Values are compared with Equal, not with ==.
//
// The shape is that of slog.Value (The Go Authors, 2022).
type Value struct {
	_ [0]func() // disallow ==

	// The scalar's bits, the length of a string or of bytes, or the
	// nanoseconds since 1970 of a time.
	num uint64

	// Says the kind by its dynamic type: nil for None; scalar for a kind that
	// num holds all of; *time.Location or time.Time, stringPtr, bytesPtr,
	// each under an unexported name, so that no value of a user is mistaken
	// for one; else KindAny and the value itself.
	any any
}

type (
	scalar       Kind           // num holds the value
	timeLocation *time.Location // num holds the nanoseconds, nil is the zero time
	timeTime     time.Time      // a time that no int64 of nanoseconds reaches
)

// Kind returns the type of what v holds.
func (v Value) Kind() Kind {
	switch x := v.any.(type) {
	case nil:
		return KindNone
	case scalar:
		return Kind(x)
	case stringPtr:
		return KindString
	case bytesPtr:
		return KindBytes
	case timeLocation, timeTime:
		return KindTime
	default:
		return KindAny
	}
}

// BoolValue returns a Value of KindBool.
func BoolValue(v bool) Value {
	if v {
		return Value{num: 1, any: scalar(KindBool)}
	}
	return Value{num: 0, any: scalar(KindBool)}
}

// Int64Value returns a Value of KindInt64.
func Int64Value(v int64) Value { return Value{num: uint64(v), any: scalar(KindInt64)} }

// IntValue returns a Value of KindInt64.
func IntValue(v int) Value { return Int64Value(int64(v)) }

// Uint64Value returns a Value of KindUint64.
func Uint64Value(v uint64) Value { return Value{num: v, any: scalar(KindUint64)} }

// Float64Value returns a Value of KindFloat64.
func Float64Value(v float64) Value {
	return Value{num: math.Float64bits(v), any: scalar(KindFloat64)}
}

// Complex64Value returns a Value of KindComplex64.
func Complex64Value(v complex64) Value {
	re, im := math.Float32bits(real(v)), math.Float32bits(imag(v))
	return Value{num: uint64(im)<<32 | uint64(re), any: scalar(KindComplex64)}
}

// DurationValue returns a Value of KindDuration.
func DurationValue(v time.Duration) Value { return Value{num: uint64(v), any: scalar(KindDuration)} }

// TimeValue returns a Value of KindTime. The monotonic reading is not kept.
func TimeValue(v time.Time) Value {
	if v.IsZero() {
		return Value{any: timeLocation(nil)} // its UnixNano is undefined
	}
	ns := v.UnixNano()
	if v.Equal(time.Unix(0, ns)) {
		return Value{num: uint64(ns), any: timeLocation(v.Location())}
	}
	return Value{any: timeTime(v.Round(0))} // outside 1678 to 2262
}

// AnyValue returns a Value of the kind that fits v: every predeclared integer,
// float, bool, string and complex64, []byte, time.Time and time.Duration get
// their own kind (their width is not kept), nil is KindNone, a Value is
// returned as it is. Everything else is KindAny and held as it is.
func AnyValue(v any) Value {
	switch v := v.(type) {
	case Value:
		return v
	case bool:
		return BoolValue(v)
	case int:
		return IntValue(v)
	case int8:
		return Int64Value(int64(v))
	case int16:
		return Int64Value(int64(v))
	case int32:
		return Int64Value(int64(v))
	case int64:
		return Int64Value(v)
	case uint:
		return Uint64Value(uint64(v))
	case uint8:
		return Uint64Value(uint64(v))
	case uint16:
		return Uint64Value(uint64(v))
	case uint32:
		return Uint64Value(uint64(v))
	case uint64:
		return Uint64Value(v)
	case uintptr:
		return Uint64Value(uint64(v))
	case float32:
		return Float64Value(float64(v))
	case float64:
		return Float64Value(v)
	case complex64:
		return Complex64Value(v)
	case string:
		return StringValue(v)
	case []byte:
		return BytesValue(v)
	case time.Time:
		return TimeValue(v)
	case time.Duration:
		return DurationValue(v)
	default:
		return Value{any: v}
	}
}
