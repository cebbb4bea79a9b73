package sigmf

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// ErrArchive is wrapped when a file that should be an archive is no tar.
var ErrArchive = errors.New("sigmf: no archive")

// archive is an open tar of the files of one recording. Samples are read where
// they lie in it.
type archive struct {
	file    *os.File
	meta    member
	members []member
}

// member is where a file lies in an archive, in bytes.
type member struct {
	name         string
	offset, size int64
}

func openArchive(name string) (*archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("sigmf: archive: %w", err)
	}
	a := &archive{file: f}
	if a.members, err = members(f); err == nil {
		err = a.findMeta()
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}

// members lists the plain files of a tar. One with holes, whose bytes do not lie
// together, is errors.ErrUnsupported.
func members(f io.ReadSeeker) (list []member, err error) {
	for t := tar.NewReader(f); ; {
		header, err := t.Next()
		switch {
		case err == io.EOF:
			return list, nil
		case errors.Is(err, tar.ErrHeader):
			return nil, fmt.Errorf("%w: after %d files: %w", ErrArchive, len(list), err)
		case errors.Is(err, io.ErrUnexpectedEOF):
			return nil, fmt.Errorf("%w: the archive is cut off, %d files have begun", ErrTruncated, len(list))
		case err != nil:
			return nil, fmt.Errorf("sigmf: archive: %w", err)
		case header.Typeflag == tar.TypeGNUSparse || sparse(header):
			return nil, fmt.Errorf("sigmf: %s is stored with holes: %w", header.Name, errors.ErrUnsupported)
		case header.Typeflag != tar.TypeReg:
			continue
		}
		offset, err := f.Seek(0, io.SeekCurrent) // a tar.Reader never reads ahead
		if err != nil {
			return nil, fmt.Errorf("sigmf: archive: %w", err)
		}
		list = append(list, member{path.Clean(header.Name), offset, header.Size})
	}
}

func sparse(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// findMeta looks for the metadata, of which there must be one.
func (a *archive) findMeta() error {
	var names []string
	for _, m := range a.members {
		if !strings.HasSuffix(m.name, metaSuffix) {
			continue
		}
		if !slices.Contains(names, m.name) { // the later of two of a name holds
			names = append(names, m.name)
		}
		a.meta = m
	}
	switch len(names) {
	case 0:
		return fmt.Errorf("sigmf: metadata: none in the archive of %d files: %w", len(a.members), fs.ErrNotExist)
	case 1:
		return nil
	}
	return fmt.Errorf("sigmf: %d recordings in an archive, unpack it with tar: %s: %w", len(names), strings.Join(names, ", "), errors.ErrUnsupported)
}

// name returns how errors call a file of the archive.
func (a *archive) name(member string) string { return a.file.Name() + ": " + member }

func (a *archive) load() (*Metadata, error) {
	data, err := io.ReadAll(io.NewSectionReader(a.file, a.meta.offset, a.meta.size))
	if err != nil {
		return nil, fmt.Errorf("sigmf: metadata: %w", err)
	}
	return parse(a.name(a.meta.name), data)
}

// recording opens the recording, which closes the archive with itself.
func (a *archive) recording() (*Recording, error) {
	m, err := a.load()
	if err != nil {
		return nil, err
	}
	name := base(a.meta.name) + dataSuffix
	if m.Global.Dataset != "" {
		name = path.Join(path.Dir(name), m.Global.Dataset)
	}
	r, err := newRecording(m, a.name(a.meta.name), a.name(name))
	if err != nil {
		return nil, err
	}
	for _, d := range a.members {
		if d.name == name {
			r.file, r.data = a.file, io.NewSectionReader(a.file, d.offset, d.size)
		}
	}
	if r.data == nil {
		return nil, fmt.Errorf("sigmf: data: %s: %w", r.name, fs.ErrNotExist)
	}
	if err := r.layOut(); err != nil {
		return nil, fmt.Errorf("%s: %w", r.name, err)
	}
	return r, nil
}
