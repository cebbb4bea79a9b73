package modes_test

import (
	"math"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// What no checksum knows: the messages of the recording tell of one flight. AMC421
// descends on a straight line, so each height and place lies between the one
// before and the one after, and next to a line through all. A message made up by
// chance would be of another address, in all but one of 16 million cases, and at
// a place anywhere in a zone of 600 km.
func TestRecordingIsOneFlight(t *testing.T) {
	tracker := modes.NewTracker(2e6)
	var last modes.Aircraft
	seen := map[string]bool{}
	kinds := map[string]int{}
	var places []modes.Aircraft
	for _, m := range drive(t, detector(t, 2e6), magnitudes(t, "modes1_2M.cu8", iq.CU8), pieces(8192)) {
		r, a := m.Decode(), tracker.Add(m)
		if m.DF() != 17 {
			continue
		}
		is := func(ok bool, what string) {
			t.Helper()
			if !ok {
				t.Errorf("%s at %d: %s: %+v after %+v", m.Hex(), m.Position, what, a, last)
			}
		}
		kind := "velocity"
		switch tc := r.TypeCode; tc {
		case 4:
			kind = "call sign"
			is(r.Ident.String() == "AMC421", "call sign")
		case 11:
			kind = "position"
			is(m.Data[4]&7 == 0 && m.Data[6]&8 == 0, "surveillance status and time, which it leaves at 0")
			is(r.Altitude >= 20000 && r.Altitude <= 24275 && r.Altitude%25 == 0, "height")
			if last.Has&modes.HasPosition != 0 {
				is(a.Altitude <= last.Altitude && a.Altitude >= last.Altitude-450, "height after the last")
				is(a.At.Lat < last.At.Lat && a.At.Lon > last.At.Lon, "place after the last")
			}
			if a.Has&modes.HasPosition != 0 {
				places = append(places, a)
				last = a
			}
		case 19:
			is(r.Has&modes.HasSpeed != 0 && m.Data[4]&7 == 1, "subtype")
			is(math.Abs(r.Speed-384) < 14 && math.Abs(r.Track-157.8) < 0.5, "velocity")
			is(r.VerticalRate <= -1700 && r.VerticalRate >= -2200, "vertical rate")
		default:
			t.Errorf("%s at %d: type code %d", m.Hex(), m.Position, tc)
		}
		if !seen[m.Hex()] {
			seen[m.Hex()] = true
			kinds[kind]++
		}
	}
	first, end := places[0], places[len(places)-1]
	farthest, highest := 0.0, 0.0
	for _, a := range places {
		part := (a.At.Lat - first.At.Lat) / (end.At.Lat - first.At.Lat)
		lon := first.At.Lon + part*(end.At.Lon-first.At.Lon)
		alt := float64(first.Altitude) + part*float64(end.Altitude-first.Altitude)
		meters, feet := math.Abs(a.At.Lon-lon)*60*1852*math.Cos(37*math.Pi/180), math.Abs(float64(a.Altitude)-alt)
		if meters > 60 || feet > 100 {
			t.Errorf("at %d: %.0f m and %.0f feet off the line", a.AtPosition, meters, feet)
		}
		farthest, highest = max(farthest, meters), max(highest, feet)
	}
	t.Logf("different squitters: %v; %d places, at most %.0f m and %.0f feet off the line", kinds, len(places), farthest, highest)
}
