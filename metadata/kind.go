package metadata

// Kind is the type of what a [Value] holds. The numbers are those of the wire.
type Kind uint8

const (
	KindNone Kind = iota // the zero Value: the tag's key says it all
	KindBool
	KindInt64
	KindUint64
	KindFloat64
	KindComplex64
	KindString
	KindBytes
	KindTime
	KindDuration
	KindAny // anything else; stays in this process
)

var kindNames = [...]string{
	KindNone:      "None",
	KindBool:      "Bool",
	KindInt64:     "Int64",
	KindUint64:    "Uint64",
	KindFloat64:   "Float64",
	KindComplex64: "Complex64",
	KindString:    "String",
	KindBytes:     "Bytes",
	KindTime:      "Time",
	KindDuration:  "Duration",
	KindAny:       "Any",
}

// String returns the name of the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "<unknown metadata.Kind>"
}
