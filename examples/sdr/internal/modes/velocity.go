package modes

import "math"

// velocity decodes type code 19 (DO-260B, 2.2.3.2.6; The 1090 MHz Riddle,
// chapter 5): over ground in subtypes 1 and 2, through the air in 3 and 4.
func (r *Report) velocity(me []byte) {
	subtype := field(me, 5, 3)
	unit := 1.0
	switch subtype {
	case 2, 4: // supersonic
		unit = 4
	case 1, 3:
	default:
		return
	}
	first, second := field(me, 14, 10), field(me, 25, 10)
	switch {
	case subtype <= 2 && first != 0 && second != 0:
		east := signed(me, 13, unit*float64(first-1))
		north := signed(me, 24, unit*float64(second-1))
		r.Speed, r.Track = math.Hypot(east, north), bearing(math.Atan2(east, north)*180/math.Pi)
		r.Has |= HasSpeed | HasTrack
		if r.Speed == 0 {
			r.Has &^= HasTrack
		}
	case subtype >= 3:
		if field(me, 13, 1) != 0 {
			r.Heading = float64(first) * 360 / 1024
			r.Has |= HasHeading
		}
		if second != 0 {
			r.Airspeed = unit * float64(second-1)
			r.TrueAirspeed = field(me, 24, 1) != 0
			r.Has |= HasAirspeed
		}
	}
	if rate := field(me, 37, 9); rate != 0 {
		r.VerticalRate = int(signed(me, 36, 64*float64(rate-1)))
		r.Has |= HasVerticalRate
	}
}

// signed returns v, or -v if the bit of b is 1.
func signed(b []byte, bit int, v float64) float64 {
	if field(b, bit, 1) != 0 {
		return -v
	}
	return v
}

// movement decodes the speed on the ground in knots, of which the field holds
// ranges of ever coarser steps (DO-260B, 2.2.3.2.4.2).
func movement(code uint64) (knots float64, ok bool) {
	steps := [...]struct{ code, from, step float64 }{
		{2, 0.125, 0.125}, {9, 1, 0.25}, {13, 2, 0.5}, {39, 15, 1}, {94, 70, 2}, {109, 100, 5}, {124, 175, 0},
	}
	switch {
	case code == 0 || code > 124:
		return 0, false
	case code == 1:
		return 0, true
	}
	i := len(steps) - 1
	for steps[i].code > float64(code) {
		i--
	}
	return steps[i].from + (float64(code)-steps[i].code)*steps[i].step, true
}

// bearing brings degrees to 0 to 360.
func bearing(degrees float64) float64 {
	if degrees < 0 {
		degrees += 360
	}
	return degrees
}
