package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
)

// radio is what the RDS of a station tells. take belongs to the goroutine of the
// flowgraph, the rest to who started it.
type radio struct {
	offset  float64 // of the station
	region  rds.Region
	decoder *rds.Decoder
	events  *events

	scratch []rds.Event
	groups  [][4]uint16 // complete ones, of the own signal only
	keep    bool
}

// newRadio returns the reader of a station's RDS. Where the sound has 75 µs, the
// tables of North America count.
func newRadio(o options, offset float64, e *events) *radio {
	region := rds.World
	if o.deEmphasis == 75e-6 {
		region = rds.NorthAmerica
	}
	return &radio{offset: offset, region: region, decoder: rds.NewDecoder(region), events: e, keep: o.in == "" && o.from == ""}
}

// take takes in a group, which begins at a sample of the input.
func (r *radio) take(sample uint64, g rds.Group) error {
	if err := r.events.write(groupEvent{rdsEvent{"rds.group", r.offset, sample}, strings.Fields(g.String())}); err != nil {
		return err
	}
	if r.keep && g.Complete() {
		r.groups = append(r.groups, g.Blocks)
	}
	r.scratch = r.decoder.Decode(r.scratch[:0], g)
	for _, e := range r.scratch {
		if err := r.events.write(r.news(sample, e)); err != nil {
			return err
		}
	}
	return nil
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

// news returns the object of something that was not known before the group that
// begins at a sample.
func (r *radio) news(sample uint64, e rds.Event) any {
	begin := func(kind string) rdsEvent { return rdsEvent{kind, r.offset, sample} }
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
