package main

import (
	"slices"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rdstag"
	"github.com/seed-ff569660/seamless/pipeline/iq"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// metadata returns what a recording of the input begins with. What a SigMF recording
// says of itself it goes on saying, at the samples where it did: its captures, its
// annotations, and the fields that nobody here knows.
func (in *input) metadata(stations []*station) sigmf.Metadata {
	var m sigmf.Metadata
	if in.told != nil {
		m = *in.told
	}
	g := &m.Global
	g.SampleRate, g.Recorder, g.Version = in.rate, "seamless sdr", sigmf.Version
	switch in.format {
	case iq.CU8, iq.CS8, iq.CS16, iq.CF32, iq.CS16BE, iq.CF32BE:
		g.Datatype = sigmf.Datatype(in.format)
	default: // the own signal, and real samples
		g.Datatype = sigmf.Datatype(iq.CF32)
	}
	if m.Captures = slices.Clone(m.Captures); len(m.Captures) == 0 {
		m.Captures = []sigmf.Capture{{SampleStart: g.Offset}}
	}
	for i := range m.Captures {
		m.Captures[i].Frequency = in.centre // there is but one, see described
	}
	m.Annotations = in.annotations(stations)
	return m
}

// annotations returns those of the samples that are read, as far as these go. The
// groups of the stations are left out, which are received anew.
func (in *input) annotations(stations []*station) (list []sigmf.Annotation) {
	if in.told == nil {
		return nil
	}
	end := in.told.Global.Offset + uint64(in.samples)
	for _, a := range in.told.Annotations {
		anew := slices.ContainsFunc(stations, func(s *station) bool {
			lower, upper := s.edges(in.centre)
			return a.Label == rdstag.Key && a.FreqLower == lower && a.FreqUpper == upper
		})
		if anew || a.SampleStart >= end {
			continue
		}
		a.SampleCount = min(a.SampleCount, end-a.SampleStart)
		list = append(list, a)
	}
	return list
}
