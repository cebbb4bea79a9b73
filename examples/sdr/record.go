package main

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/iq"
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
func newRecorder(o options, in *input) (*recorder, error) {
	if o.record == "" {
		return nil, nil
	}
	format := in.format
	switch format {
	case iq.CU8, iq.CS8, iq.CS16, iq.CF32, iq.CS16BE, iq.CF32BE:
	default: // the own signal, and real samples
		format = iq.CF32
	}
	capture := sigmf.Capture{Frequency: in.centre}
	if in.live && strings.HasPrefix(o.in, scheme) {
		capture.Datetime = time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	}
	w, err := sigmf.Create(o.record, sigmf.Metadata{
		Global:   sigmf.Global{Datatype: sigmf.Datatype(format), SampleRate: in.rate, Recorder: "seamless sdr"},
		Captures: []sigmf.Capture{capture},
	}, sigmf.Overwrite())
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
	switch ext := filepath.Ext(path); ext {
	case ".sigmf-meta", ".sigmf-data":
		return strings.TrimSuffix(path, ext)
	}
	return path
}

// sameRecording tells whether two names are of the same file or pair.
func sameRecording(a, b string) bool {
	return filepath.Clean(base(a)) == filepath.Clean(base(b))
}
