package rds

import (
	"encoding/binary"
	"strings"

	"github.com/seed-ff569660/seamless/metadata"
)

// basic reads groups 0A, 0B and 15B.
func (d *Decoder) basic(e *events, number int, version byte) {
	b := e.Blocks[1]
	if e.Status[1] == Received {
		e.tell(KeyAnnouncement, d.seen.basic, &d.station.Announcement, b&0x10 != 0)
		e.tell(KeyMusic, d.seen.basic, &d.station.Music, b&0x08 != 0)
		d.seen.basic = true
	}
	if number != 0 {
		return
	}
	if version == 'A' && e.Status[2] == Received {
		d.alternative(e, e.Blocks[2])
	}
	if e.Status[3] == Lost {
		return
	}
	d.name.put(int(b&3), binary.BigEndian.AppendUint16(nil, e.Blocks[3]))
	name, ok := d.name.whole(d.name.round)
	if !ok {
		name, ok = d.name.whole(d.name.repeated)
	}
	if s := text(name); ok && s != d.station.Name {
		d.station.Name = s
		e.add(KeyName, metadata.StringValue(s))
	}
}

// alternative reads two codes of frequencies: 1 is 87.6 MHz, 204 is 107.9 MHz. 250
// says that the other is one of long or medium wave.
func (d *Decoder) alternative(e *events, c uint16) {
	if c>>8 == 250 {
		return
	}
	for _, code := range [2]uint16{c >> 8, c & 0xFF} {
		if code < 1 || code > 204 || d.alternatives[code] {
			continue
		}
		d.alternatives[code] = true
		hz := 87.5e6 + 100e3*float64(code)
		d.station.Alternatives = append(d.station.Alternatives, hz)
		e.add(KeyAlternative, metadata.Float64Value(hz))
	}
}

// radioText reads groups 2A, four characters each, and 2B, two.
func (d *Decoder) radioText(e *events, version byte) {
	b := e.Blocks[1]
	segment, chars := 2, binary.BigEndian.AppendUint16(nil, e.Blocks[3])
	lost := e.Status[3] == Lost
	if version == 'A' {
		segment, chars = 4, append(binary.BigEndian.AppendUint16(nil, e.Blocks[2]), chars...)
		lost = lost || e.Status[2] == Lost
	}
	if lost {
		return
	}
	if flag := b & 0x10; !d.seen.text || flag != d.textFlag || segment != d.text.segment {
		d.text.clear()
		d.text.segment, d.textFlag, d.seen.text = segment, flag, true
	}
	d.text.put(int(b&15), chars)
	whole, ok := d.text.whole(d.text.have)
	if s := strings.TrimRight(text(whole), " "); ok && s != d.station.Text {
		d.station.Text = s
		e.add(KeyText, metadata.StringValue(s))
	}
}

// clock reads group 4A, received without error or not at all.
func (d *Decoder) clock(e *events) {
	if e.Status[1] != Received || e.Status[2] != Received || e.Status[3] != Received {
		return
	}
	if t, ok := clockTime(e.Blocks[1], e.Blocks[2], e.Blocks[3]); ok {
		d.station.Clock = t
		e.add(KeyClock, metadata.TimeValue(t))
	}
}
