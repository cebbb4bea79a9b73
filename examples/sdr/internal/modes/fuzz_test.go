package modes_test

import (
	"math"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

// Whatever the bytes, what comes out is within its range.
func FuzzDecode(f *testing.F) {
	for _, message := range []string{airEven, airOdd, groundEven, groundOdd, "8d485020994409940838175b284f", "8da05f219b06b6af189400cbc33f", "280010248c796b", "5d4d20237a55a6", "a800292dffbba9383ffceb903d01", "8d4840d6202cc371c32ce0576098"} {
		m := parse(f, message)
		f.Add(m.Bytes(), m.Bytes())
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		tracker := modes.NewTracker(2e6)
		tracker.SetSite(modes.LatLon{Lat: 52, Lon: 4})
		for i, data := range [][]byte{first, second, first} {
			m, ok := modes.Parse(data)
			if !ok {
				continue
			}
			if len(m.Hex()) != 2*len(data)+2 || m.Address() > 0xffffff || m.DF() > 24 {
				t.Fatalf("%s: address %x, DF %d", m.Hex(), m.Address(), m.DF())
			}
			m.Position = uint64(i)
			r, a := m.Decode(), tracker.Add(m)
			within(t, "speed", r.Speed, 0, 4*1022*math.Sqrt2+1e-9)
			within(t, "track", r.Track, 0, 360)
			within(t, "heading", r.Heading, 0, 360)
			within(t, "airspeed", r.Airspeed, 0, 4*1022)
			within(t, "vertical rate", float64(r.VerticalRate), -32640, 32640)
			within(t, "altitude", float64(r.Altitude), -1200, 126700)
			within(t, "latitude", a.At.Lat, -90, 90)
			within(t, "longitude", a.At.Lon, -180, 180)
			if r.Squawk > 0o7777 || strings.Trim(r.Ident.String(), "#ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789") != "" {
				t.Fatalf("squawk %o, call sign %q", r.Squawk, r.Ident)
			}
		}
	})
}

func within(t *testing.T, what string, v, low, high float64) {
	t.Helper()
	if math.IsNaN(v) || v < low || v > high {
		t.Fatalf("%s %g, want %g to %g", what, v, low, high)
	}
}

// A message is found in whatever else the samples are, or none; never a panic,
// and never more samples used than there are.
func FuzzDetector(f *testing.F) {
	f.Add([]byte{0, 255, 0, 255, 0}, uint16(300))
	f.Fuzz(func(t *testing.T, data []byte, cut uint16) {
		m := make([]float32, len(data))
		for i, b := range data {
			m[i] = float32(b) / 255
			if b == 254 {
				m[i] = float32(math.Inf(1))
			}
		}
		drive(t, detector(t, 2.4e6), m, pieces(1+int(cut)))
	})
}
