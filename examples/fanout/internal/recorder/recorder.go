// Package recorder writes frames to a record that WFDB tools open: samples in
// format 212, a header, and a checksum of both that sha256sum -c looks at.
//
// Source: PhysioNet, WFDB Applications Guide, header(5) and signal(5).
package recorder

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
)

// Recorder is a record on its way: BASE.dat, BASE.hea and BASE.sha256 when it is
// kept. Until then there is BASE.dat.PID.part alone, so one that is killed leaves no
// file that could be taken for a record. It belongs to one goroutine.
type Recorder struct {
	base  string // with its directory
	leads [2]string
	file  *os.File
	to    *bufio.Writer
	sum   hash.Hash
	done  bool

	frames  uint64
	missing uint64
	first   ecg.Frame
	check   [2]int16 // sums of the samples, as the header has them
	three   []byte
}

// Create begins a record that will be BASE.dat and so on; one of that name is
// replaced when this one is kept. leads are their names, "MLII" for example, on one
// line.
func Create(base string, leads [2]string) (*Recorder, error) {
	f, err := os.OpenFile(fmt.Sprintf("%s.dat.%d.part", base, os.Getpid()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, fmt.Errorf("create record: %w", err)
	}
	return &Recorder{base: base, leads: leads, file: f, to: bufio.NewWriter(f), sum: sha256.New(), three: make([]byte, 0, ecg.FrameSize)}, nil
}

// Write appends frames. Nothing is allocated. An error says which frame could not
// be written; those before it were.
func (r *Recorder) Write(frames []ecg.Frame) error {
	for _, f := range frames {
		three, err := ecg.Append(r.three[:0], f)
		if err == nil {
			r.sum.Write(three)
			_, err = r.to.Write(three)
		}
		if err != nil {
			return fmt.Errorf("record frame %d: %w", r.frames, err)
		}
		if r.frames == 0 {
			r.first = f
		}
		for lead, v := range f {
			r.check[lead] += v
		}
		r.frames++
	}
	return nil
}

// Skip appends n frames that are missing, as the format says it, so that those
// after a loss are where they belong.
func (r *Recorder) Skip(n uint64) error {
	for range n {
		if err := r.Write([]ecg.Frame{{ecg.Least, ecg.Least}}); err != nil {
			return err
		}
		r.missing++
	}
	return nil
}

// Frames returns how many frames there are, with the missing ones.
func (r *Recorder) Frames() uint64 { return r.frames }

// Keep ends the record and gives its files their names, the header last, since with
// it the record can be opened. It returns the SHA-256 of the samples' file, in
// hexadecimal. A record of no frames is an error. If anything fails no record is
// left.
func (r *Recorder) Keep() (sum string, err error) {
	defer r.Discard()
	if r.frames == 0 {
		return "", errors.New("the record holds no frames")
	}
	if err := errors.Join(r.to.Flush(), r.file.Sync(), r.file.Close()); err != nil {
		return "", fmt.Errorf("keep record: %w", err)
	}
	sum = hex.EncodeToString(r.sum.Sum(nil))
	header := r.header()
	name := filepath.Base(r.base)
	sums := fmt.Sprintf("%s  %s.dat\n%x  %s.hea\n", sum, name, sha256.Sum256(header), name)

	temporary := func(ext string) string { return fmt.Sprintf("%s.%s.%d.part", r.base, ext, os.Getpid()) }
	defer os.Remove(temporary("hea"))
	defer os.Remove(temporary("sha256"))
	err = errors.Join(os.WriteFile(temporary("hea"), header, 0o666), os.WriteFile(temporary("sha256"), []byte(sums), 0o666))
	if err == nil {
		if err = os.Remove(r.base + ".hea"); errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	for _, ext := range []string{"dat", "sha256", "hea"} {
		if err == nil {
			err = os.Rename(temporary(ext), r.base+"."+ext)
		}
	}
	if err != nil {
		return "", fmt.Errorf("keep record: %w", err)
	}
	r.done = true
	return sum, nil
}

// header returns the text of the header: for each lead its file, format, gain,
// resolution, zero, first sample, sum of samples, block size and name.
func (r *Recorder) header() []byte {
	name := filepath.Base(r.base)
	b := fmt.Appendf(nil, "%s 2 %d %d\n", name, ecg.Rate, r.frames)
	for lead, title := range r.leads {
		b = fmt.Appendf(b, "%s.dat 212 %d(%d)/mV 12 %d %d %d 0 %s\n",
			name, ecg.Gain, ecg.Baseline, ecg.Baseline, r.first[lead], r.check[lead], title)
	}
	return fmt.Appendf(b, "# %d frames, %d of them missing\n", r.frames, r.missing)
}

// Discard closes and removes what is there unless the record was kept: for a defer.
func (r *Recorder) Discard() {
	if r.done {
		return
	}
	r.done = true
	r.file.Close()
	os.Remove(r.file.Name())
}
