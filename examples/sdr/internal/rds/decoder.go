package rds

import "github.com/seed-ff569660/seamless/metadata"

// Decoder reads groups, in order. What a single bad bit could make of a flag or of
// the time is kept away by taking them from blocks received without error; names
// and texts take corrected blocks too. It never fails, whatever the groups hold.
type Decoder struct {
	region  Region
	station Station
	counts  Counts

	known        bool   // station.PI is
	other        uint16 // the PI of the group before if it was another
	seen         flags  // what of the station was received at all
	name, text   message
	textFlag     uint16 // A (0) or B (1 << 4)
	alternatives [205]bool
}

// flags tells what was received at least once.
type flags struct{ programme, basic, text bool }

// NewDecoder returns a decoder that goes by the tables of region.
func NewDecoder(region Region) *Decoder {
	d := &Decoder{region: region}
	d.forget()
	return d
}

// forget begins a new station.
func (d *Decoder) forget() {
	*d = Decoder{region: d.region, counts: d.counts}
	d.name = message{segment: 2, count: 4}
	d.text = message{segment: 4, count: 16, ends: true}
}

// Station returns what is known.
func (d *Decoder) Station() Station { return d.station }

// Counts returns how reception was so far, of all stations.
func (d *Decoder) Counts() Counts { return d.counts }

// PartialName returns the name as far as it was received, always 8 characters,
// and which of its 4 segments were, bit 0 being the first.
func (d *Decoder) PartialName() (name string, segments uint16) {
	return text(d.name.received()), d.name.have
}

// PartialText returns the RadioText as far as it was received, the version (A or
// B, which a station changes with the text) and which of its 16 segments were.
func (d *Decoder) PartialText() (s string, version byte, segments uint16) {
	return text(d.text.received()), 'A' + byte(d.textFlag>>4), d.text.have
}

// Decode reads a group and appends to dst what it tells.
func (d *Decoder) Decode(dst []Event, g Group) []Event {
	d.counts.Groups++
	if g.Complete() {
		d.counts.Complete++
	}
	for _, s := range g.Status {
		switch s {
		case Lost:
			d.counts.Lost++
		case Corrected:
			d.counts.Corrected++
		}
	}
	e := events{dst, g}
	if !d.identify(&e) || g.Status[1] == Lost {
		return e.list
	}
	d.programme(&e)
	number, version, _ := g.Type()
	switch {
	case number == 0, number == 15 && version == 'B':
		d.basic(&e, number, version)
	case number == 2:
		d.radioText(&e, version)
	case number == 4 && version == 'A':
		d.clock(&e)
	}
	return e.list
}

// events collects what a group tells.
type events struct {
	list []Event
	Group
}

func (e *events) add(key string, v metadata.Value) {
	e.list = append(e.list, Event{First: e.First, Last: e.Last, Key: key, Value: v})
}

// tell says whether a flag is news, and keeps it.
func (e *events) tell(key string, known bool, flag *bool, v bool) {
	if !known || *flag != v {
		*flag = v
		e.add(key, metadata.BoolValue(v))
	}
}

// identify tells whether the group is of the station known. The first PI counts at
// once if it is sure, another one when it comes twice. A group without is taken for
// one of the station's.
func (d *Decoder) identify(e *events) bool {
	pi, status := e.Blocks[0], e.Status[0]
	_, version, ok := e.Type()
	switch {
	case ok && version == 'B' && status != Received && e.Status[2] == Received:
		pi, status = e.Blocks[2], Received
	case e.Status == [4]Status{Corrected, Received, Received, Received}:
		status = Received // as sure as the others
	}
	if d.known && (status == Lost || pi == d.station.PI) {
		d.other = d.station.PI
		return true
	}
	if status != Received {
		return false
	}
	if d.known && pi != d.other {
		d.other = pi
		return false
	}
	d.forget()
	d.known, d.station.PI, d.other = true, pi, pi
	e.add(KeyPI, metadata.Uint64Value(uint64(pi)))
	if d.region == NorthAmerica {
		if d.station.CallSign = CallSign(pi); d.station.CallSign != "" {
			e.add(KeyCallSign, metadata.StringValue(d.station.CallSign))
		}
	}
	return true
}

// programme reads what block B of every group holds.
func (d *Decoder) programme(e *events) {
	if e.Status[1] != Received {
		return
	}
	b := e.Blocks[1]
	if pty := uint8(b >> 5 & 31); !d.seen.programme || pty != d.station.ProgrammeType {
		d.station.ProgrammeType = pty
		e.add(KeyProgrammeType, metadata.Uint64Value(uint64(pty)))
	}
	e.tell(KeyTraffic, d.seen.programme, &d.station.Traffic, b&0x400 != 0)
	d.seen.programme = true
}
