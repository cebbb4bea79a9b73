package rds

import (
	"encoding/binary"
	"time"
)

// Next returns the four blocks of the next group.
func (e *Encoder) Next() [4]uint16 {
	e.groups++
	switch {
	case e.minuteBegins():
		return e.clockGroup()
	case len(e.text) > 0 && e.texts < e.names:
		return e.textGroup()
	default:
		return e.nameGroup()
	}
}

// minuteBegins tells whether a minute begins while the group is sent.
func (e *Encoder) minuteBegins() bool {
	return !e.start.IsZero() && !e.minute(e.groups).Equal(e.minute(e.groups-1))
}

// minute returns the minute in which the group ends that is the n-th.
func (e *Encoder) minute(n int) time.Time {
	// A group lasts groupBits/BitRate; whole nanoseconds lose a second in years.
	const nanos = int64(groupBits * 48 * 1_000_000 / 57)
	return e.start.Add(time.Duration(int64(n) * nanos)).Truncate(time.Minute)
}

// clockGroup is 4A.
func (e *Encoder) clockGroup() [4]uint16 {
	b, c, d := clockBlocks(e.minute(e.groups).In(e.start.Location()))
	return [4]uint16{e.pi, 4<<12 | e.common | b, c, d}
}

// textGroup is 2A, version A of the text.
func (e *Encoder) textGroup() [4]uint16 {
	i := e.texts % (len(e.text) / 4)
	e.texts++
	chars := e.text[4*i:]
	return [4]uint16{e.pi, 2<<12 | e.common | uint16(i), binary.BigEndian.Uint16(chars), binary.BigEndian.Uint16(chars[2:])}
}

// nameGroup is 0A. With each segment of the name goes one bit about the decoder
// wanted: that of the last says stereo, the others nothing.
func (e *Encoder) nameGroup() [4]uint16 {
	i := e.names % 4
	b := e.common | e.basic | uint16(i)
	if i == 3 {
		b |= 0x04
	}
	frequencies := e.alternatives[e.names%len(e.alternatives)]
	e.names++
	return [4]uint16{e.pi, b, frequencies, binary.BigEndian.Uint16(e.name[2*i:])}
}
