package modestx

import "math"

// Flight is an aircraft at a moment.
type Flight struct {
	Address      uint32  // 24 bits
	Ident        string  // up to 8 of A to Z, 0 to 9 and space
	Squawk       uint16  // four octal digits
	Lat, Lon     float64 // degrees, north and east positive
	Altitude     float64 // feet, -1000 to 50175, sent in steps of 25
	Speed        float64 // over ground, knots, up to 1000
	Track        float64 // over ground, degrees from true north
	VerticalRate float64 // feet a minute, sent in steps of 64
	Level        float64 // amplitude of the pulses, 1 is full scale
	Frequency    float64 // of the carrier from the middle of the band, Hz
}

// After returns the flight some seconds later, straight on: right to some metres
// for as many minutes as a receiver is likely to be shown.
func (f Flight) After(seconds float64) Flight {
	miles := f.Speed * seconds / 3600 // nautical, a minute of latitude each
	sin, cos := math.Sincos(f.Track * math.Pi / 180)
	f.Lon += miles / 60 * sin / math.Cos(f.Lat*math.Pi/180)
	f.Lat += miles / 60 * cos
	f.Altitude += f.VerticalRate * seconds / 60
	return f
}
