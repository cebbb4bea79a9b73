package main

import (
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
	"github.com/seed-ff569660/seamless/metadata"
)

// detector finds beats, tells each, and holds them against those that the publisher
// knew.
type detector struct {
	to    io.Writer
	json  bool
	lead  int
	qrs   qrs.Detector
	list  []qrs.Beat
	found []uint64
	known []uint64
}

func startDetect(o options, c console) (subscriber, error) {
	return &detector{to: c.out, json: o.json, lead: o.lead}, nil
}

func (d *detector) write(at uint64, frames []ecg.Frame, tags []metadata.Tag) error {
	for _, t := range tags {
		if t.Key == knownKey {
			d.known = append(d.known, at+uint64(t.Offset))
		}
	}
	d.list = d.qrs.DetectLead(d.list[:0], frames, d.lead)
	return d.tell()
}

func (d *detector) tell() error {
	for _, b := range d.list {
		d.found = append(d.found, b.Sample)
		if err := d.tellOne(b); err != nil {
			return err
		}
	}
	return nil
}

func (d *detector) tellOne(b qrs.Beat) (err error) {
	switch {
	case d.json:
		err = say(d.to, beatMessage{beat, "detect", b.Sample, b.Interval})
	case b.Interval == 0:
		_, err = fmt.Fprintf(d.to, "beat at %.3f s\n", float64(b.Sample)/ecg.Rate)
	default:
		_, err = fmt.Fprintf(d.to, "beat at %.3f s, %.0f a minute\n", float64(b.Sample)/ecg.Rate, 60*ecg.Rate/float64(b.Interval))
	}
	return err
}

// lose does nothing: a detector is not lossy.
func (d *detector) lose(uint64) error { return nil }

func (d *detector) end(m *message) error {
	d.list = d.qrs.Flush(d.list[:0])
	err := d.tell()
	m.Beats, m.Known = len(d.found), len(d.known)
	if m.Known > 0 {
		s := qrs.Compare(d.known, d.found, qrs.Tolerance)
		m.Missed, m.Invented = s.Missed, s.Invented
	}
	return err
}

func (d *detector) discard() {}
