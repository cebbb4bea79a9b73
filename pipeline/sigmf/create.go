package sigmf

import (
	"crypto/sha512"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// Version is that of the specification which a Writer writes by.
const Version = "1.2.5"

// partSuffix is behind the names of files that are not yet whole.
const partSuffix = ".part"

// Option changes how a recording is made.
type Option func(*Writer)

// Overwrite replaces a recording of the same name, and what is left of one
// that was never closed, when the new one is whole. Without it there must be
// neither.
func Overwrite() Option { return func(w *Writer) { w.overwrite = true } }

// Datatype returns the core:datatype of a format.
func Datatype(f iq.Format) string {
	switch f {
	case iq.CS8:
		return "ci8"
	case iq.CS16:
		return "ci16_le"
	case iq.CF32:
		return "cf32_le"
	case iq.RS16:
		return "ri16_le"
	case iq.RF32:
		return "rf32_le"
	}
	return f.String() // the others are called as in SigMF
}

// Create begins a recording; for the path see [Load]. The metadata says at
// least the type of the samples:
//
//	m := sigmf.Metadata{Global: sigmf.Global{Datatype: sigmf.Datatype(iq.CS16), SampleRate: 256000}}
//	w, err := sigmf.Create("wxrt", m)
//	if err != nil {
//		return err
//	}
//	defer w.Abort() // nothing is left of a recording that was not closed
//	...
//	return w.Close()
//
// Captures, annotations and fields unknown here are kept, so metadata that was
// read can be given as it is; captures beyond the last sample are left out at
// the end. What describes the file it was read from is not kept: checksum, name
// of the data, header and trailing bytes. The version is [Version] unless
// stated.
//
// The samples go to base.sigmf-data.part until Close. The error wraps
// [ErrInvalid] for metadata that SigMF does not allow, errors.ErrUnsupported
// for what [Open] would not open, fs.ErrExist if there is such a recording.
func Create(path string, m Metadata, opts ...Option) (*Writer, error) {
	w := &Writer{base: base(path), m: renewed(m), hash: sha512.New(), buf: make([]byte, 0, bufferSize)}
	for _, o := range opts {
		o(w)
	}
	if strings.HasSuffix(path, ".sigmf") {
		return nil, fmt.Errorf("sigmf: create %s: archives are not written: %w", path, errors.ErrUnsupported)
	}
	if err := w.m.writable(); err != nil {
		return nil, fmt.Errorf("sigmf: create %s: %w", w.base, err)
	}
	if w.m.Global.NumChannels > 1 {
		return nil, fmt.Errorf("sigmf: create %s: %d channels: %w", w.base, w.m.Global.NumChannels, errors.ErrUnsupported)
	}
	var err error
	if w.format, err = w.m.Format(); err != nil {
		return nil, err
	}
	w.journal = newJournal(&w.m)
	if err := w.vacant(); err != nil {
		return nil, err
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if w.overwrite {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	if w.file, err = os.OpenFile(w.base+dataSuffix+partSuffix, flags, 0o666); err != nil {
		return nil, fmt.Errorf("sigmf: create: %w", err)
	}
	return w, nil
}

// renewed returns a copy of metadata without what holds for the file it was
// read from.
func renewed(m Metadata) Metadata {
	g := &m.Global
	if g.Version == "" {
		g.Version = Version
	}
	g.SHA512, g.Dataset, g.TrailingBytes, g.MetadataOnly = "", "", 0, false
	g.Extra = g.Extra.without("core:sha512", "core:dataset", "core:trailing_bytes", "core:metadata_only")
	m.Captures = slices.Clone(m.Captures)
	for i := range m.Captures {
		c := &m.Captures[i]
		c.HeaderBytes, c.Extra = 0, c.Extra.without("core:header_bytes")
	}
	m.Annotations = slices.Clone(m.Annotations)
	return m
}

// writable checks what Parse would not accept, and the schema on top of it.
func (m *Metadata) writable() error {
	if err := m.check(); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if _, err := json.Marshal(m); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if rate := m.Global.SampleRate; rate != 0 && !within(rate, 1, maxRate) {
		return fmt.Errorf("%w: core:sample_rate is %v, 1 to %v can be said", ErrInvalid, rate, maxRate)
	}
	if offset := m.Global.Offset; offset > math.MaxInt64/2 {
		return fmt.Errorf("%w: core:offset is %d, at most %d", ErrInvalid, offset, uint64(math.MaxInt64/2))
	}
	return nil
}

// vacant checks that there is no recording of the name.
func (w *Writer) vacant() error {
	if w.overwrite {
		return nil
	}
	for _, suffix := range []string{metaSuffix, dataSuffix} {
		if _, err := os.Lstat(w.base + suffix); err == nil {
			return fmt.Errorf("sigmf: create %s: %w", w.base+suffix, fs.ErrExist)
		}
	}
	return nil
}
