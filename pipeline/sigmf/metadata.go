package sigmf

import (
	"encoding/json"
	"maps"
)

// Metadata is the content of a .sigmf-meta file. Sample indices are absolute:
// the first sample of the data has index Global.Offset.
type Metadata struct {
	Global      Global       `sigmf:"global,required"`
	Captures    []Capture    `sigmf:"captures,always"`
	Annotations []Annotation `sigmf:"annotations,always"`
	Extra       Extra
}

// Extra holds the fields of an object that have no field of their own here,
// extensions among them, by their full name. A field of its own that is zero
// counts as not stated, unless Extra has it: so is a frequency of 0 Hz.
type Extra map[string]json.RawMessage

// states tells whether the field is there and not null.
func (e Extra) states(name string) bool {
	raw, ok := e[name]
	return ok && string(raw) != "null"
}

// with returns a copy that has the field.
func (e Extra) with(name, raw string) Extra {
	more := Extra{name: json.RawMessage(raw)}
	for k, v := range e {
		if k != name {
			more[k] = v
		}
	}
	return more
}

// without returns the fields but for some.
func (e Extra) without(names ...string) Extra {
	less := maps.Clone(e)
	for _, name := range names {
		delete(less, name)
	}
	return less
}

// Global says what holds for the whole recording. Zero is "not stated" except
// for the two that are required.
type Global struct {
	Datatype      string  `sigmf:"core:datatype,required"` // as cf32_le
	Version       string  `sigmf:"core:version,required"`  // of SigMF
	SampleRate    float64 `sigmf:"core:sample_rate"`       // samples per second
	NumChannels   int     `sigmf:"core:num_channels"`      // interleaved; 0 is 1
	Offset        uint64  `sigmf:"core:offset"`            // index of the first sample of the data
	SHA512        string  `sigmf:"core:sha512"`            // of the data file, in hexadecimal
	Dataset       string  `sigmf:"core:dataset"`           // name of the data file if it is another
	TrailingBytes int64   `sigmf:"core:trailing_bytes"`    // at the end of the data file, no samples
	MetadataOnly  bool    `sigmf:"core:metadata_only"`     // there is no data file
	Description   string  `sigmf:"core:description"`
	Author        string  `sigmf:"core:author"`
	Hardware      string  `sigmf:"core:hw"`
	License       string  `sigmf:"core:license"`
	Recorder      string  `sigmf:"core:recorder"`
	Extra         Extra
}

// Capture says what holds from a sample on until the next capture.
type Capture struct {
	SampleStart uint64  `sigmf:"core:sample_start,required"`
	Frequency   float64 `sigmf:"core:frequency"`    // centre, Hz; 0: not stated
	Datetime    string  `sigmf:"core:datetime"`     // ISO 8601, of the first sample
	GlobalIndex *uint64 `sigmf:"core:global_index"` // the sample's count since the radio started
	HeaderBytes int64   `sigmf:"core:header_bytes"` // before the first sample in the data file, no samples
	Extra       Extra
}

// Annotation says something about SampleCount samples; 0: not stated how many.
type Annotation struct {
	SampleStart uint64  `sigmf:"core:sample_start,required"`
	SampleCount uint64  `sigmf:"core:sample_count"`
	FreqLower   float64 `sigmf:"core:freq_lower_edge"` // Hz
	FreqUpper   float64 `sigmf:"core:freq_upper_edge"` // Hz
	Label       string  `sigmf:"core:label"`
	Comment     string  `sigmf:"core:comment"`
	Generator   string  `sigmf:"core:generator"`
	UUID        string  `sigmf:"core:uuid"`
	Extra       Extra
}

func (m *Metadata) UnmarshalJSON(b []byte) error   { return decodeObject(b, m, &m.Extra) }
func (g *Global) UnmarshalJSON(b []byte) error     { return decodeObject(b, g, &g.Extra) }
func (c *Capture) UnmarshalJSON(b []byte) error    { return decodeObject(b, c, &c.Extra) }
func (a *Annotation) UnmarshalJSON(b []byte) error { return decodeObject(b, a, &a.Extra) }

func (m Metadata) MarshalJSON() ([]byte, error)   { return encodeObject(m, m.Extra) }
func (g Global) MarshalJSON() ([]byte, error)     { return encodeObject(g, g.Extra) }
func (c Capture) MarshalJSON() ([]byte, error)    { return encodeObject(c, c.Extra) }
func (a Annotation) MarshalJSON() ([]byte, error) { return encodeObject(a, a.Extra) }
