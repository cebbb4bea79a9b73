package main

import (
	"context"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rdstag"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// connect builds the flowgraph: all stations and both pictures read one ring. The
// groups of RDS are tags on a stream of the same samples, a second behind; whatever
// is told of them is taken from there.
func connect(in *progress, spectrum *picture.Spectrum, waterfall *picture.Waterfall, stations []*station, recorder *recorder, share *share, opts ...pipeline.Option) *pipeline.Pipeline {
	p := pipeline.New(opts...)
	band := pipeline.Source(p, "input", in.read)
	pipeline.Sink(p, "spectrum", band, spectrum.Write)
	pipeline.Sink(p, "waterfall", band, waterfall.Write)
	var sources []rdstag.Station
	for i, s := range stations {
		name := signed(s.offset/1e3) + " kHz"
		streams := s.receiver.Apply(p, name, band)
		pipeline.Sink(p, name+" meter", streams.Channel, s.meter.Write)
		pipeline.Sink(p, name+" file", streams.Sound, s.sound.Write)
		if i == 0 {
			share.connect(p, streams)
		}
		lower, upper := s.edges(in.in.centre)
		sources = append(sources, rdstag.Station{
			Reports: pipeline.Apply(p, name+" rds", streams.Multiplex, rdstag.NewReporter(s.receiver.Rate())),
			Sample:  s.receiver.Sample, Lower: lower, Upper: upper,
		})
	}
	tagged := rdstag.Apply(p, "rds tags", band, in.in.rate, sources)
	pipeline.SinkTags(p, "programmes", tagged, programmes(stations))
	recorder.connect(p, tagged)
	return p
}

// edges is the part of the band that a station takes, in Hz on the air; where the
// centre is not known (0) the band is told from there.
func (s *station) edges(centre float64) (lower, upper float64) {
	at := centre + s.offset
	return at - fm.HalfWidth, at + fm.HalfWidth
}

// programmes returns a sink that gives each station the groups that are of it.
func programmes(stations []*station) func(context.Context, []complex64, []metadata.Tag) (int, error) {
	position := uint64(0)
	return func(_ context.Context, src []complex64, tags []metadata.Tag) (int, error) {
		for _, tag := range tags {
			g, ok := rdstag.Of(tag)
			if !ok {
				continue
			}
			if err := stations[g.Station].radio.take(position+uint64(tag.Offset), g.Group); err != nil {
				return 0, err
			}
		}
		position += uint64(len(src))
		return len(src), nil
	}
}
