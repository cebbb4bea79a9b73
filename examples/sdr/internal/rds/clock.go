package rds

import "time"

// clockTime reads group 4A: the day counted from 17 November 1858, hour and minute
// of universal time, and the local offset in half hours. The minute begins with the
// end of the group. Source: IEC 62106-2 (EN 50067, 3.1.5.6 and annex G).
func clockTime(b, c, d uint16) (time.Time, bool) {
	day := int(b&3)<<15 | int(c>>1)
	hour, minute := int(c&1)<<4|int(d>>12), int(d>>6&0x3F)
	offset := int(d&0x1F) * 1800
	if d&0x20 != 0 {
		offset = -offset
	}
	if hour > 23 || minute > 59 || offset < -14*3600 || offset > 14*3600 || day == 0 {
		return time.Time{}, false
	}
	t := time.Date(1858, 11, 17+day, hour, minute, 0, 0, time.UTC)
	return t.In(time.FixedZone("", offset)), true
}

// clockBlocks is the other way, the first being what B ends with. Days beyond 2038
// do not fit; they wrap.
func clockBlocks(t time.Time) (b, c, d uint16) {
	_, offset := t.Zone()
	u := t.UTC()
	day := u.Unix()/86400 + 40587
	d = uint16(u.Hour()&0xF)<<12 | uint16(u.Minute())<<6
	if offset < 0 {
		d, offset = d|0x20, -offset
	}
	d |= uint16(offset/1800) & 0x1F
	return uint16(day >> 15 & 3), uint16(day)<<1 | uint16(u.Hour()>>4), d
}
