package modes

import (
	"cmp"
	"slices"
)

// Aircraft is what was heard of one. Fields that Has does not name are 0.
type Aircraft struct {
	Address      uint32
	Has          Fields
	Ident        Ident
	Altitude     int     // by the barometer at standard pressure, feet
	Speed        float64 // over ground, knots
	Track        float64 // over ground, degrees from true north
	VerticalRate int     // feet a minute
	Squawk       uint16  // four octal digits
	OnGround     bool
	At           LatLon
	AtPosition   uint64 // sample of the message that told At
	Messages     int
	Seen         uint64 // sample of the last message

	halves [2]half // the last even and odd CPR
}

// half is a CPR position and when it came.
type half struct {
	cpr      CPR
	position uint64
	known    bool
}

// Tracker keeps the table of aircraft. Its clock is the stream: it counts the
// samples of the messages, so it works on recordings at any speed. It belongs
// to one goroutine at a time.
type Tracker struct {
	rate     float64
	site     LatLon
	hasSite  bool
	aircraft map[uint32]*Aircraft
}

// NewTracker returns an empty table for messages of a stream with the given
// samples a second.
func NewTracker(rate float64) *Tracker {
	if !(rate > 0) {
		panicf("tracker at %g samples a second", rate)
	}
	return &Tracker{rate: rate, aircraft: map[uint32]*Aircraft{}}
}

// SetSite tells where the antenna stands. Without it, an aircraft on the ground
// has a position only if it was seen in the air before.
func (t *Tracker) SetSite(at LatLon) { t.site, t.hasSite = at, true }

// Add takes the next message and returns its aircraft as it is now.
func (t *Tracker) Add(m Message) Aircraft {
	r := m.Decode()
	a := t.aircraft[r.Address]
	if a == nil {
		a = &Aircraft{Address: r.Address}
		t.aircraft[r.Address] = a
	}
	a.Messages++
	a.Seen = m.Position
	a.take(r)
	if r.Has&HasCPR != 0 {
		t.locate(a, r.CPR, m.Position)
	}
	return *a
}

// take copies what a report has.
func (a *Aircraft) take(r Report) {
	has := func(f Fields) bool { return r.Has&f != 0 }
	if has(HasIdent) {
		a.Ident = r.Ident
	}
	if has(HasAltitude) {
		a.Altitude = r.Altitude
	}
	if has(HasSpeed) {
		a.Speed = r.Speed
	}
	if has(HasTrack) {
		a.Track = r.Track
	}
	if has(HasVerticalRate) {
		a.VerticalRate = r.VerticalRate
	}
	if has(HasSquawk) {
		a.Squawk = r.Squawk
	}
	if has(HasGround) {
		a.OnGround = r.OnGround
	}
	a.Has |= r.Has & (HasIdent | HasAltitude | HasSpeed | HasTrack | HasVerticalRate | HasSquawk | HasGround)
}

// locate finds the place of an aircraft: from an even and an odd message within
// 10 seconds, else next to where it was within the last 3 minutes.
func (t *Tracker) locate(a *Aircraft, c CPR, position uint64) {
	const together, near = 10, 180
	other := a.halves[1-c.odd()]
	a.halves[c.odd()] = half{cpr: c, position: position, known: true}

	known, sure := a.At, a.Has&HasPosition != 0 && t.within(a.AtPosition, position, near)
	if !sure {
		known = t.site
	}
	at, ok := LatLon{}, false
	if other.known && t.within(other.position, position, together) && (!c.Surface || sure || t.hasSite) {
		at, ok = Pair(other.cpr, c, known)
	}
	if !ok && sure {
		at, ok = c.Near(known), true
	}
	if ok {
		a.At, a.AtPosition = at, position
		a.Has |= HasPosition
	}
}

// within reports whether two positions are at most some seconds apart.
func (t *Tracker) within(from, to uint64, seconds float64) bool {
	return float64(max(from, to)-min(from, to)) <= seconds*t.rate
}

// Aircraft returns the table, by address.
func (t *Tracker) Aircraft() []Aircraft {
	list := make([]Aircraft, 0, len(t.aircraft))
	for _, a := range t.aircraft {
		list = append(list, *a)
	}
	slices.SortFunc(list, func(a, b Aircraft) int { return cmp.Compare(a.Address, b.Address) })
	return list
}

// Forget drops the aircraft not seen since a position.
func (t *Tracker) Forget(before uint64) {
	for address, a := range t.aircraft {
		if a.Seen < before {
			delete(t.aircraft, address)
		}
	}
}
