package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// recorder writes the band to a SigMF recording, each group of RDS an annotation. A
// nil *recorder records nothing.
type recorder struct {
	writer *sigmf.Writer
	path   string // of the metadata
}

// newRecorder starts the recording that o asks for, nil if it asks for none. It
// replaces one of the same name, when it is whole.
func newRecorder(o options, in *input, stations []*station) (*recorder, error) {
	if o.record == "" {
		return nil, nil
	}
	m := in.metadata(stations)
	if in.live && strings.HasPrefix(o.in, scheme) {
		m.Captures[0].Datetime = time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	}
	w, err := sigmf.Create(o.record, m, sigmf.Overwrite())
	if err != nil {
		return nil, err
	}
	return &recorder{writer: w, path: base(o.record) + ".sigmf-meta"}, nil
}

// connect adds to a flowgraph what records the band with its tags.
func (r *recorder) connect(p *pipeline.Pipeline, tagged *pipeline.Stream[complex64]) {
	if r == nil {
		return
	}
	in := tagged.Input()
	p.Go("record", func(ctx context.Context) error { return r.writer.Record(ctx, in) }, in)
}

func (r *recorder) keep() error {
	if r == nil {
		return nil
	}
	return r.writer.Close()
}

// discard removes the recording unless it was kept: for a defer.
func (r *recorder) discard() {
	if r != nil {
		_ = r.writer.Abort()
	}
}

// base is the name of a SigMF recording without the ending of either file.
func base(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path, ".sigmf-meta"), ".sigmf-data")
}

// sameRecording tells whether two names are of the same pair of files.
func sameRecording(a, b string) bool {
	a, b = base(a), base(b)
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	x, err := os.Stat(a + ".sigmf-data")
	if err != nil {
		return false
	}
	y, err := os.Stat(b + ".sigmf-data")
	return err == nil && os.SameFile(x, y)
}
