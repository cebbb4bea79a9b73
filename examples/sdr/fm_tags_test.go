package main

import (
	"io"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline"
)

// Whether it is recorded or not, each group of RDS is told at the sample it begins
// with, both stations in the order of their samples.
func TestGroupsLieOnTheirSamples(t *testing.T) {
	const group = 104 * 1.024e6 / rds.BitRate // samples
	for name, args := range map[string][]string{
		"only received": {"-seconds", "2.5"},
		"recorded":      {"-seconds", "2.5", "-record", filepath.Join(t.TempDir(), "a")},
	} {
		counts, last := map[float64]int{}, uint64(0)
		for _, e := range jsonLines(t, args...) {
			if e.Type != "rds.group" {
				continue
			}
			k := counts[e.Station]
			if off := float64(e.Sample) - float64(k)*group; math.Abs(off) > group/104/8 || e.Sample < last {
				t.Errorf("%s: group %d of %g begins %g samples off, %d samples after the one before", name, k, e.Station, off, int64(e.Sample-last))
			}
			counts[e.Station], last = k+1, e.Sample
		}
		if len(counts) != 2 || counts[-250e3] < 27 || counts[200e3] < 27 {
			t.Errorf("%s: groups %v", name, counts)
		}
	}
}

// A flowgraph that records nothing has the stream of tags all the same.
func TestGraphHasTheTags(t *testing.T) {
	o := options{deEmphasis: 50e-6, out: t.TempDir()}
	o.seconds = 1.5
	in, own, err := transmit(o)
	if err != nil {
		t.Fatal(err)
	}
	stations, err := prepare(o, in, []float64{own[0].offset, own[1].offset}, nil)
	for _, s := range stations {
		defer s.discard()
	}
	if err != nil {
		t.Fatal(err)
	}
	p := connect(newProgress(io.Discard, in), picture.NewSpectrum(), picture.NewWaterfall(), stations, nil, nil)
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	streams := p.Stats().Streams
	i := slices.IndexFunc(streams, func(s pipeline.StreamStats) bool { return s.Name == "rds tags" })
	if i < 0 {
		t.Fatal("no stream of tags")
	}
	want := 0
	for _, s := range stations {
		want += 4 * s.radio.decoder.Counts().Groups // the group, its length and its band
	}
	if got := int(streams[i].Tags); got != want || want < 4*2*15 {
		t.Errorf("%d tags of %d", got, want)
	}
}
