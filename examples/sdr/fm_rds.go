package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rdstag"
)

// radio is what the RDS of a station tells. write belongs to the goroutine of the
// flowgraph, the rest to who started it.
type radio struct {
	offset   float64 // of the station
	region   rds.Region
	receiver *fm.Receiver
	decoder  *rds.Decoder
	events   *events

	scratch []rds.Event
	groups  [][4]uint16 // complete ones, of the own signal only
	keep    bool
}

// newRadio returns the reader of a station's RDS. Where the sound has 75 µs, the
// tables of North America count.
func newRadio(o options, offset float64, receiver *fm.Receiver, e *events) *radio {
	region := rds.World
	if o.deEmphasis == 75e-6 {
		region = rds.NorthAmerica
	}
	return &radio{offset: offset, region: region, receiver: receiver, decoder: rds.NewDecoder(region), events: e, keep: o.in == ""}
}

// write takes in all of src.
func (r *radio) write(_ context.Context, src []rdstag.Report) (int, error) {
	for i, report := range src {
		if !report.IsGroup {
			continue
		}
		g := report.Group
		if err := r.events.write(groupEvent{r.event("rds.group", g.First), strings.Fields(g.String())}); err != nil {
			return i, err
		}
		if r.keep && g.Complete() {
			r.groups = append(r.groups, g.Blocks)
		}
		r.scratch = r.decoder.Decode(r.scratch[:0], g)
		for _, e := range r.scratch {
			if err := r.events.write(r.news(e)); err != nil {
				return i, err
			}
		}
	}
	return len(src), nil
}

// rdsEvent is what all events of RDS begin with.
type rdsEvent struct {
	Type    string  `json:"type"`
	Station float64 `json:"station"` // offset, Hz
	Sample  uint64  `json:"sample"`  // of the input, where the group begins
}

type groupEvent struct {
	rdsEvent
	Blocks []string `json:"blocks"` // hexadecimal, ---- for a lost one
}

func (r *radio) event(kind string, first uint64) rdsEvent {
	return rdsEvent{kind, r.offset, r.receiver.Sample(first)}
}

// news returns the object of something that was not known before.
func (r *radio) news(e rds.Event) any {
	begin := func(kind string) rdsEvent { return r.event(kind, e.First) }
	switch e.Key {
	case rds.KeyPI:
		return struct {
			rdsEvent
			PI string `json:"pi"`
		}{begin("rds.pi"), fmt.Sprintf("%04X", e.Value.Uint64())}
	case rds.KeyCallSign:
		return struct {
			rdsEvent
			CallSign string `json:"callsign"`
		}{begin("rds.callsign"), e.Value.String()}
	case rds.KeyProgrammeType:
		return struct {
			rdsEvent
			PTY  uint64 `json:"pty"`
			Name string `json:"name"`
		}{begin("rds.pty"), e.Value.Uint64(), r.region.ProgrammeType(uint8(e.Value.Uint64()))}
	case rds.KeyName:
		return struct {
			rdsEvent
			PS string `json:"ps"` // eight characters
		}{begin("rds.ps"), e.Value.String()}
	case rds.KeyText:
		return struct {
			rdsEvent
			RT string `json:"rt"`
		}{begin("rds.rt"), e.Value.String()}
	case rds.KeyClock:
		return struct {
			rdsEvent
			Time time.Time `json:"time"`
		}{begin("rds.clock"), e.Value.Time()}
	case rds.KeyAlternative:
		return struct {
			rdsEvent
			Frequency float64 `json:"frequency"` // Hz
		}{begin("rds.af"), e.Value.Float64()}
	default: // traffic, announcement, music: yes or no
		return struct {
			rdsEvent
			Value any `json:"value"`
		}{begin(strings.Replace(e.Key, "_", ".", 1)), e.Value.Any()}
	}
}
