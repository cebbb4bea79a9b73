package main

import (
	"os"
	"path/filepath"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/recorder"
	"github.com/seed-ff569660/seamless/metadata"
)

// record writes the frames to a record.
type record struct {
	base string
	to   *recorder.Recorder
}

func startRecord(o options, _ console) (subscriber, error) {
	if err := os.MkdirAll(o.out, 0o777); err != nil {
		return nil, err
	}
	base := filepath.Join(o.out, "ecg")
	to, err := recorder.Create(base, [2]string{"lead 0", "lead 1"})
	if err != nil {
		return nil, err
	}
	return &record{base, to}, nil
}

func (r *record) write(_ uint64, frames []ecg.Frame, _ []metadata.Tag) error {
	return r.to.Write(frames)
}

// lose leaves a gap, so that what comes next is at its time.
func (r *record) lose(n uint64) error { return r.to.Skip(n) }

// end keeps the record, if anything came.
func (r *record) end(m *message) error {
	if r.to.Frames() == 0 {
		return nil
	}
	sum, err := r.to.Keep()
	if err != nil {
		return err
	}
	m.File, m.SHA256 = r.base+".dat", sum
	return nil
}

func (r *record) discard() { r.to.Discard() }
