package sigmf

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// ErrInvalid is wrapped by the errors of metadata that SigMF does not allow.
var ErrInvalid = errors.New("sigmf: invalid metadata")

// Parse reads the content of a .sigmf-meta file and checks what the samples
// are found by. Bad JSON and what SigMF does not allow are [ErrInvalid].
func Parse(data []byte) (*Metadata, error) {
	m := new(Metadata)
	if err := json.Unmarshal(data, m); err != nil {
		if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
			return nil, fmt.Errorf("%w: JSON, byte %d: %w", ErrInvalid, syntax.Offset, err)
		}
		return nil, fmt.Errorf("%w: JSON: %w", ErrInvalid, err)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return m, nil
}

// datatypes is the expression of the specification.
var datatypes = regexp.MustCompile(`^(c|r)(f32|f64|i32|i16|u32|u16|i8|u8)(_le|_be)?$`)

func (m *Metadata) check() error {
	g := &m.Global
	switch {
	case !datatypes.MatchString(g.Datatype):
		return fmt.Errorf("core:datatype %q is none of SigMF", g.Datatype)
	case g.Version == "":
		return errors.New("core:version is empty")
	case g.SampleRate < 0:
		return fmt.Errorf("core:sample_rate is %v", g.SampleRate)
	case g.NumChannels < 0:
		return fmt.Errorf("core:num_channels is %d", g.NumChannels)
	case g.TrailingBytes < 0:
		return fmt.Errorf("core:trailing_bytes is %d", g.TrailingBytes)
	case strings.ContainsAny(g.Dataset, `/\`) || g.Dataset == "..":
		return fmt.Errorf("core:dataset %q is not the name of a file beside the metadata", g.Dataset)
	}
	last := g.Offset
	for i, c := range m.Captures {
		if c.SampleStart < last {
			return fmt.Errorf("capture %d starts at sample %d, after sample %d", i, c.SampleStart, last)
		}
		if c.SampleStart-g.Offset > math.MaxInt64 {
			return fmt.Errorf("capture %d starts at sample %d", i, c.SampleStart)
		}
		if c.HeaderBytes < 0 {
			return fmt.Errorf("core:header_bytes of capture %d is %d", i, c.HeaderBytes)
		}
		last = c.SampleStart
	}
	return nil
}

// Format returns the format of the samples. The error is errors.ErrUnsupported
// wrapped for the types that this package does not read: those of 16 and 32
// bits unsigned, of 32 bits signed, and f64.
func (m *Metadata) Format() (iq.Format, error) {
	name := m.Global.Datatype
	if strings.Contains(name, "8_") {
		name, _, _ = strings.Cut(name, "_") // a byte has no order
	}
	f, err := iq.ParseFormat(name)
	if err != nil || !datatypes.MatchString(name) {
		return 0, fmt.Errorf("sigmf: core:datatype %q: %w", m.Global.Datatype, errors.ErrUnsupported)
	}
	return f, nil
}
