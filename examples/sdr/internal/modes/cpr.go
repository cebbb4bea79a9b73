package modes

import "math"

// LatLon is a place in degrees (WGS 84), north and east positive; longitude
// from -180 to 180.
type LatLon struct{ Lat, Lon float64 }

// CPR is a position in compact position reporting: where it lies in a zone of
// the globe, not in which. An even and an odd one tell the zone together, since
// their zones differ in size; so does any place not far off.
//
// Sources: DO-260B, appendix A.1.7; The 1090 Megahertz Riddle, chapter 5.
type CPR struct {
	Lat, Lon uint32 // parts of a zone in 1/2^17
	Odd      bool
	Surface  bool // zones a quarter as large
}

// span returns the degrees that all zones share out.
func (c CPR) span() float64 {
	if c.Surface {
		return 90
	}
	return 360
}

func (c CPR) odd() int {
	if c.Odd {
		return 1
	}
	return 0
}

func part(v uint32) float64 { return float64(v&(1<<17-1)) / (1 << 17) }

// Near returns the place of c next to one that is known: right if that is
// within 180 nautical miles of it, 45 on the surface.
func (c CPR) Near(known LatLon) LatLon {
	lat := nearest(part(c.Lat), c.span()/float64(60-c.odd()), known.Lat)
	lon := nearest(part(c.Lon), c.span()/float64(max(zonesAt(lat)-c.odd(), 1)), known.Lon)
	return LatLon{lat, wrap(lon)}
}

// nearest returns the value that is next to known of those at a part of a zone.
func nearest(part, zone, known float64) float64 {
	return zone * (part + math.Round(known/zone-part))
}

// Pair returns the place of the newer of two messages from the other and
// itself, one even, one odd, sent within 10 seconds. On the surface the two
// fit four places, each a quarter of the globe off: the one next to known
// is taken. ok is false if both are even or odd, one is of the surface only,
// or a border of zones lies between them.
func Pair(older, newer CPR, known LatLon) (at LatLon, ok bool) {
	if older.Odd == newer.Odd || older.Surface != newer.Surface {
		return at, false
	}
	even, odd := older, newer
	if !newer.Odd {
		even, odd = newer, older
	}
	span := even.span()
	j := math.Floor(59*part(even.Lat) - 60*part(odd.Lat) + 0.5)
	lats := [2]float64{
		span / 60 * (modulo(j, 60) + part(even.Lat)),
		span / 59 * (modulo(j, 59) + part(odd.Lat)),
	}
	for i := range lats {
		if lats[i] = onGlobe(lats[i], even.Surface, known.Lat); math.Abs(lats[i]) > 90 {
			return at, false
		}
	}
	zones := zonesAt(lats[0])
	if zonesAt(lats[1]) != zones {
		return at, false
	}
	n := max(zones-newer.odd(), 1)
	m := math.Floor(part(even.Lon)*float64(zones-1) - part(odd.Lon)*float64(zones) + 0.5)
	lon := span / float64(n) * (modulo(m, float64(n)) + part(newer.Lon))
	if even.Surface {
		lon += 90 * math.Round((known.Lon-lon)/90)
	}
	return LatLon{lats[newer.odd()], wrap(lon)}, true
}

// onGlobe picks the latitude: 270 to 360 degrees are those south of the
// equator; on the surface there is one north and one south of it.
func onGlobe(lat float64, surface bool, known float64) float64 {
	if surface {
		return lat - 90*math.Round(min(1, max(0, (lat-known)/90)))
	}
	if lat >= 270 {
		lat -= 360
	}
	return lat
}

// zonesAt returns how many zones of longitude, 1 to 59, even messages have at a
// latitude (DO-260B, A.1.7.2.d).
func zonesAt(lat float64) int {
	lat = math.Abs(lat)
	switch {
	case lat < 1e-9:
		return 59
	case lat > 87:
		return 1
	case lat == 87:
		return 2
	}
	c := math.Cos(lat * math.Pi / 180)
	a := 1 - (1-math.Cos(math.Pi/30))/(c*c)
	return int(2 * math.Pi / math.Acos(max(-1, a)))
}

func modulo(a, b float64) float64 { return a - b*math.Floor(a/b) }

// wrap brings a longitude to -180 up to 180.
func wrap(lon float64) float64 { return lon - 360*math.Floor((lon+180)/360) }
