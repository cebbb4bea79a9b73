package modes

// Fields says which fields of a [Report] or an [Aircraft] hold something.
type Fields uint16

const (
	HasIdent Fields = 1 << iota
	HasAltitude
	HasSpeed
	HasTrack
	HasAirspeed
	HasHeading
	HasVerticalRate
	HasSquawk
	HasGround   // OnGround tells
	HasCPR      // of a Report
	HasPosition // of an Aircraft
)

// Ident is a call sign, eight characters, filled up with spaces.
type Ident [8]byte

// String returns the call sign without the spaces behind it.
func (i Ident) String() string {
	n := len(i)
	for n > 0 && (i[n-1] == ' ' || i[n-1] == 0) {
		n--
	}
	return string(i[:n])
}

// Report is what one message says. Fields that Has does not name are 0. It
// holds no pointers.
type Report struct {
	Address      uint32
	Has          Fields
	TypeCode     int     // of an extended squitter: 0 to 31
	Ident        Ident   // A to Z, 0 to 9, space; # where the code means nothing
	Altitude     int     // by the barometer at standard pressure, feet
	Speed        float64 // over ground, knots
	Track        float64 // over ground, degrees from true north, 0 to 360
	Airspeed     float64 // knots
	Heading      float64 // degrees from magnetic north, 0 to 360
	VerticalRate int     // feet a minute, up is positive
	Squawk       uint16  // four octal digits: print with %04o
	CPR          CPR     // half of a position
	OnGround     bool
	TrueAirspeed bool // else indicated
}

// Decode returns what the message says: call sign, surface and airborne
// position, velocity and squawk of extended squitters (DF 17, and DF 18 of
// aircraft and TIS-B); altitude of DF 0, 4, 16 and 20; squawk of DF 5 and 21.
// Heights by satellite (type codes 20 to 22) are left out: the position is not.
// It takes any bytes and panics for none. Cost: some 100 ns.
//
// Sources: ICAO Annex 10 Volume IV; ICAO Doc 9871; RTCA DO-260B; J. Sun, The
// 1090 Megahertz Riddle, 2nd edition, 2021.
func (m *Message) Decode() Report {
	r := Report{Address: m.Address()}
	b := m.Data[:]
	long := m.Bits == longBits
	switch df := m.DF(); {
	case df == 0, df == 4, df == 16 && long, df == 20 && long:
		r.altitude(altitude13(field(b, 19, 13)))
	case df == 5, df == 21 && long:
		r.Squawk = squawk(field(b, 19, 13))
		r.Has |= HasSquawk
	case df == 17 && long:
		r.squitter(b[4:11])
	case df == 18 && long:
		switch field(b, 5, 3) { // 3: coarse, 4: of the service itself, 7: not assigned
		case 0, 1, 2, 5, 6:
			r.squitter(b[4:11])
		}
	}
	r.ground(m)
	return r
}

// ground finds whether the aircraft says that it is on the ground.
func (r *Report) ground(m *Message) {
	b := m.Data[:]
	switch state := field(b, 5, 3); m.DF() {
	case 0, 16: // vertical status
		r.stands(state>>2 != 0)
	case 4, 5, 20, 21: // flight status; 4 and 5 do not tell
		if state < 4 {
			r.stands(state&1 != 0)
		}
	case 11, 17: // capability; others do not tell
		if r.Has&HasCPR == 0 && (state == 4 || state == 5) {
			r.stands(state == 4)
		}
	}
}

func (r *Report) stands(onGround bool) {
	r.OnGround = onGround
	r.Has |= HasGround
}

// squitter decodes the seven bytes of an extended squitter.
func (r *Report) squitter(me []byte) {
	r.TypeCode = int(field(me, 0, 5))
	switch tc := r.TypeCode; {
	case tc >= 1 && tc <= 4:
		const characters = "#ABCDEFGHIJKLMNOPQRSTUVWXYZ##### ###############0123456789######"
		for i := range r.Ident {
			r.Ident[i] = characters[field(me, 8+6*i, 6)]
		}
		r.Has |= HasIdent
	case tc >= 5 && tc <= 8:
		if v, ok := movement(field(me, 5, 7)); ok {
			r.Speed = v
			r.Has |= HasSpeed
		}
		if field(me, 12, 1) != 0 {
			r.Track = float64(field(me, 13, 7)) * 360 / 128
			r.Has |= HasTrack
		}
		r.position(me, true)
	case tc >= 9 && tc <= 18:
		r.altitude(altitude12(field(me, 8, 12)))
		r.position(me, false)
	case tc >= 20 && tc <= 22:
		r.position(me, false)
	case tc == 19:
		r.velocity(me)
	case tc == 28 && field(me, 5, 3) == 1:
		r.Squawk = squawk(field(me, 11, 13))
		r.Has |= HasSquawk
	}
}

func (r *Report) altitude(feet int, ok bool) {
	if ok {
		r.Altitude = feet
		r.Has |= HasAltitude
	}
}

func (r *Report) position(me []byte, surface bool) {
	r.CPR = CPR{
		Lat:     uint32(field(me, 22, 17)),
		Lon:     uint32(field(me, 39, 17)),
		Odd:     field(me, 21, 1) != 0,
		Surface: surface,
	}
	r.Has |= HasCPR
	r.stands(surface)
}
