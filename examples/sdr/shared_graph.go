package main

import (
	"context"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rdstag"
	"github.com/seed-ff569660/seamless/pipeline"
)

// connectShared builds the flowgraph of a station whose multiplex comes from another
// process: what is behind the demodulator.
func connectShared(from *shared, s *station) *pipeline.Pipeline {
	p := pipeline.New()
	name := signed(s.offset/1e3) + " kHz"
	multiplex := pipeline.From(p, from.name, from)
	pipeline.Sink(p, name+" file", s.receiver.ApplyMultiplex(p, name, multiplex), s.sound.Write)
	reports := pipeline.Apply(p, name+" rds", multiplex, rdstag.NewReporter(s.receiver.Rate()))
	pipeline.Sink(p, "programmes", reports, func(_ context.Context, src []rdstag.Report) (int, error) {
		for _, r := range src {
			if !r.IsGroup {
				continue
			}
			if err := s.radio.take(s.receiver.Sample(from.first+r.Group.First), r.Group); err != nil {
				return 0, err
			}
		}
		return len(src), nil
	})
	return p
}
