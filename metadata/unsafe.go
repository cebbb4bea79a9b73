package metadata

import "unsafe"

// A string or a slice in an interface is an allocation; the pointer to its
// first byte is not. The length goes into Value.num.
type (
	stringPtr *byte
	bytesPtr  *byte
)

// StringValue returns a Value of KindString. It shares the string's memory.
func StringValue(v string) Value {
	return Value{num: uint64(len(v)), any: stringPtr(unsafe.StringData(v))}
}

// BytesValue returns a Value of KindBytes. It shares the memory of v, which
// must not be changed afterwards.
func BytesValue(v []byte) Value {
	return Value{num: uint64(len(v)), any: bytesPtr(unsafe.SliceData(v))}
}

// Safety: only StringValue makes a stringPtr, and it takes the length from the
// same string; the pointer keeps the memory alive.
func (v Value) str() string { return unsafe.String(v.any.(stringPtr), int(v.num)) }

// Safety: only BytesValue makes a bytesPtr, and it takes the length from the
// same slice; the pointer keeps the memory alive.
func (v Value) bytes() []byte { return unsafe.Slice(v.any.(bytesPtr), int(v.num)) }
