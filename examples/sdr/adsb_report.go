package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

// report takes the messages and prints them, or what they tell at the end. write
// belongs to the goroutine of the flowgraph, end to who started it.
type report struct {
	raw, json bool
	rate      float64
	out       *bufio.Writer
	encoder   *json.Encoder

	tracker  *modes.Tracker
	formats  [25]int            // messages of each downlink format
	levels   map[uint32]float32 // of the strongest message of each aircraft
	received []modes.Message    // of the own signal only
	keep     bool
}

func newReport(o adsbOptions, rate float64, out io.Writer) *report {
	w := bufio.NewWriter(out)
	return &report{
		raw: o.raw, json: o.json, rate: rate, out: w, encoder: json.NewEncoder(w), keep: o.in == "",
		tracker: modes.NewTracker(rate), levels: map[uint32]float32{},
	}
}

// write takes in all of src; what it prints is out when it returns.
func (r *report) write(_ context.Context, src []modes.Message) (int, error) {
	for i := range src {
		m := &src[i]
		aircraft := r.tracker.Add(*m)
		if level, heard := r.levels[aircraft.Address]; !heard || m.Level > level {
			r.levels[aircraft.Address] = m.Level
		}
		r.formats[m.DF()]++
		if r.keep {
			r.received = append(r.received, *m)
		}
		switch {
		case r.raw:
			r.out.WriteString(m.Hex())
			r.out.WriteByte('\n')
		case r.json:
			if err := r.encoder.Encode(messageEvent(m, aircraft)); err != nil {
				return i, err
			}
		}
	}
	return len(src), r.out.Flush()
}

// end prints what is printed at the end.
func (r *report) end(seconds float64, took time.Duration) error {
	switch {
	case r.json:
		for _, a := range r.tracker.Aircraft() {
			if err := r.encoder.Encode(r.aircraftEvent(a)); err != nil {
				return err
			}
		}
		if err := r.encoder.Encode(r.endEvent(seconds, took)); err != nil {
			return err
		}
	case !r.raw:
		if err := r.table(r.out, seconds, took); err != nil {
			return err
		}
	}
	return r.out.Flush()
}
