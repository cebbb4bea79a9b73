package sigmf

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// ErrTruncated is wrapped when the data file has not the bytes it should have.
var ErrTruncated = errors.New("sigmf: truncated data")

const (
	metaSuffix    = ".sigmf-meta"
	dataSuffix    = ".sigmf-data"
	archiveSuffix = ".sigmf"
)

// Load reads the metadata of a recording, whether there is data or not. The
// path is that of the metadata, of the data, of both without the suffix, or of
// an archive, whose name ends in .sigmf and which holds one recording.
func Load(path string) (*Metadata, error) {
	if strings.HasSuffix(path, archiveSuffix) {
		a, err := openArchive(path)
		if err != nil {
			return nil, err
		}
		defer a.file.Close()
		return a.load()
	}
	name := base(path) + metaSuffix
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("sigmf: metadata: %w", err)
	}
	return parse(name, data)
}

func parse(name string, data []byte) (*Metadata, error) {
	m, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

func base(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path, metaSuffix), dataSuffix)
}

// Recording is metadata with an open data file. Its methods may be called from
// any goroutine until Close.
type Recording struct {
	Metadata Metadata

	format iq.Format
	file   *os.File
	name   string            // of the data, for errors
	data   *io.SectionReader // all of it
	chunks []chunk           // the samples in the data, between the header bytes
	length int64
}

// chunk is samples that lie together in the data, in bytes.
type chunk struct{ offset, size int64 }

// Open opens a recording; for the path see [Load]. It finds out where the
// samples are, it does not read them. The errors name the file:
// [ErrInvalid] for the metadata, fs.ErrNotExist for a file that is not there,
// errors.ErrUnsupported for a type of samples, several channels or an archive
// of several recordings, [ErrTruncated] when the data ends within a sample or
// before the last capture, [ErrArchive] for an archive that is none.
func Open(path string) (*Recording, error) {
	if strings.HasSuffix(path, archiveSuffix) {
		a, err := openArchive(path)
		if err != nil {
			return nil, err
		}
		r, err := a.recording()
		if err != nil {
			a.file.Close()
		}
		return r, err
	}
	m, err := Load(path)
	if err != nil {
		return nil, err
	}
	name := base(path) + dataSuffix
	if m.Global.Dataset != "" {
		name = filepath.Join(filepath.Dir(path), m.Global.Dataset)
	}
	r, err := newRecording(m, base(path)+metaSuffix, name)
	if err != nil {
		return nil, err
	}
	if r.file, err = os.Open(name); err != nil {
		return nil, fmt.Errorf("sigmf: data: %w", err)
	}
	info, err := r.file.Stat()
	if err == nil {
		r.data = io.NewSectionReader(r.file, 0, info.Size())
		err = r.layOut()
	}
	if err != nil {
		r.file.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

// newRecording returns a recording without its data; the names are for errors.
func newRecording(m *Metadata, meta, data string) (*Recording, error) {
	format, err := m.Format()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", meta, err)
	}
	if n := m.Global.NumChannels; n > 1 {
		return nil, fmt.Errorf("%s: sigmf: %d channels: %w", meta, n, errors.ErrUnsupported)
	}
	if m.Global.MetadataOnly {
		return nil, fmt.Errorf("sigmf: data: %s: core:metadata_only: %w", data, fs.ErrNotExist)
	}
	return &Recording{Metadata: *m, format: format, name: data}, nil
}

// layOut finds the chunks. The header bytes of a capture lie just before its
// first sample, the trailing bytes after the last sample of all.
func (r *Recording) layOut() error {
	size, end := int64(r.format.Size()), r.data.Size()-r.Metadata.Global.TrailingBytes
	offset, sample := int64(0), int64(0)
	for i, c := range r.Metadata.Captures {
		start := int64(c.SampleStart - r.Metadata.Global.Offset)
		if room := (end - offset) / size; end < offset || start-sample > room {
			return fmt.Errorf("%w: capture %d starts at sample %d, there are %d", ErrTruncated, i, start, sample+max(room, 0))
		}
		if c.HeaderBytes == 0 {
			continue
		}
		r.add(offset, (start-sample)*size)
		offset += (start - sample) * size
		if c.HeaderBytes > end-offset {
			return fmt.Errorf("%w: capture %d has %d header bytes, there are %d bytes", ErrTruncated, i, c.HeaderBytes, end-offset)
		}
		offset, sample = offset+c.HeaderBytes, start
	}
	left := end - offset
	if left < 0 {
		return fmt.Errorf("%w: %d trailing bytes of %d", ErrTruncated, r.Metadata.Global.TrailingBytes, r.data.Size())
	}
	if left%size != 0 {
		return fmt.Errorf("%w: %d bytes of %s samples, %d more than whole samples of %d bytes",
			ErrTruncated, left, r.Metadata.Global.Datatype, left%size, size)
	}
	r.add(offset, left)
	return nil
}

func (r *Recording) add(offset, size int64) {
	r.chunks = append(r.chunks, chunk{offset, size})
	r.length += size / int64(r.format.Size())
}

// Len returns how many samples there are.
func (r *Recording) Len() int64 { return r.length }

// Rate returns the samples per second, 0 if not stated.
func (r *Recording) Rate() float64 { return r.Metadata.Global.SampleRate }

// Format returns the format of the samples in the file.
func (r *Recording) Format() iq.Format { return r.format }

// Reader returns a reader of all samples from the first on. Each reader keeps
// its own place.
func (r *Recording) Reader() *iq.Reader {
	parts := make([]io.Reader, len(r.chunks))
	for i, c := range r.chunks {
		parts[i] = io.NewSectionReader(r.data, c.offset, c.size)
	}
	return iq.NewReader(io.MultiReader(parts...), r.format)
}

// Close closes the data file. Readers then fail with os.ErrClosed.
func (r *Recording) Close() error { return r.file.Close() }
