package modestx

import "math"

// encodeCPR returns where a place lies in its zone, in parts of 1/2^17 (DO-260B,
// A.1.7.3, airborne).
func encodeCPR(lat, lon float64, odd bool) (y, x uint32) {
	i := 0.0
	if odd {
		i = 1
	}
	const parts = 1 << 17
	part := func(v, zone float64) float64 {
		return math.Floor(parts*(v/zone-math.Floor(v/zone)) + 0.5)
	}
	zone := 360 / (60 - i)
	py := part(lat, zone)
	// The zones of longitude are those at the latitude that the receiver will get.
	received := zone * (py/parts + math.Floor(lat/zone))
	px := part(lon, 360/max(zonesAt(received)-i, 1))
	return uint32(py) % parts, uint32(px) % parts
}

// zonesAt returns the number of zones of longitude, up to 87 degrees of latitude.
func zonesAt(lat float64) float64 {
	if lat == 0 {
		return 59
	}
	cos := math.Cos(lat * math.Pi / 180)
	return math.Floor(2 * math.Pi / math.Acos(1-(1-math.Cos(math.Pi/30))/(cos*cos)))
}
