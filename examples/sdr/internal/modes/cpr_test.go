package modes

import (
	"math"
	"math/rand/v2"
	"testing"
)

// encode is the transmitter's half of DO-260B, A.1.7.3.
func encode(at LatLon, odd, surface bool) CPR {
	c := CPR{Odd: odd, Surface: surface}
	zone := c.span() / float64(60-c.odd())
	const scale = 1 << 17
	y := math.Floor(scale*modulo(at.Lat, zone)/zone + 0.5)
	lat := zone * (y/scale + math.Floor(at.Lat/zone))
	width := c.span() / float64(max(zonesAt(lat)-c.odd(), 1))
	x := math.Floor(scale*modulo(at.Lon, width)/width + 0.5)
	c.Lat, c.Lon = uint32(y)&(1<<17-1), uint32(x)&(1<<17-1)
	return c
}

// degreesOff is by how much a is off b, longitudes across ±180 too.
func degreesOff(a, b LatLon) float64 {
	lon := math.Abs(a.Lon - b.Lon)
	return max(math.Abs(a.Lat-b.Lat), min(lon, 360-lon)*math.Cos(b.Lat*math.Pi/180))
}

// Places all over the globe come back from an even and an odd message, and from
// one and a place not far off. A step is 5 m in the air, 1.3 m on the surface.
func TestPlaces(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	crossed := 0
	for i := range 100_000 {
		surface, newerOdd := rnd.UintN(2) == 0, rnd.UintN(2) == 0
		at := LatLon{180*rnd.Float64() - 90, 360*rnd.Float64() - 180}
		if i%100 == 0 {
			at.Lon = 180 - 1e-5*rnd.Float64()
		}
		older, newer := encode(at, !newerOdd, surface), encode(at, newerOdd, surface)
		far := 2.9
		off := 1e-4
		if surface {
			far, off = 0.7, 3e-5
		}
		known := LatLon{min(90, max(-90, at.Lat+far*(rnd.Float64()-0.5))), at.Lon + far*(rnd.Float64()-0.5)}
		if got := newer.Near(known); degreesOff(got, at) > off && math.Abs(at.Lat) < 86 {
			t.Fatalf("%+v at %+v near %+v: %+v, %g off", newer, at, known, got, degreesOff(got, at))
		}
		got, ok := Pair(older, newer, known)
		if !ok {
			crossed++
			continue
		}
		if degreesOff(got, at) > off {
			t.Fatalf("%+v, %+v at %+v: %+v, %g off", older, newer, at, got, degreesOff(got, at))
		}
	}
	if crossed > 200 {
		t.Errorf("%d of 100000 without a place", crossed)
	}
}

// Of The 1090 Megahertz Riddle, chapter 5, and pyModeS' tests.
func TestPairs(t *testing.T) {
	for _, c := range []struct {
		older, newer string
		known, want  LatLon
	}{
		{"8d40621d58c386435cc412692ad6", "8d40621d58c382d690c8ac2863a7", LatLon{}, LatLon{52.25720, 3.91937}},
		{"8d40621d58c382d690c8ac2863a7", "8d40621d58c386435cc412692ad6", LatLon{}, LatLon{52.26578, 3.93892}},
		{"8c4841753aab238733c8cd4020b1", "8c4841753a8a35323faebdac702d", LatLon{51.990, 4.375}, LatLon{52.32061, 4.73473}},
	} {
		a, b := fromHex(t, c.older), fromHex(t, c.newer)
		got, ok := Pair(a.Decode().CPR, b.Decode().CPR, c.known)
		if !ok || degreesOff(got, c.want) > 1e-5 {
			t.Errorf("%s, %s: %+v, %v, want %+v", c.older, c.newer, got, ok, c.want)
		}
		if _, ok := Pair(b.Decode().CPR, b.Decode().CPR, c.known); ok {
			t.Errorf("%s is a pair of itself", c.newer)
		}
	}
}

// An aircraft that crosses a border of zones between two messages has no place
// until the next.
func TestPairAcrossZones(t *testing.T) {
	south, north := LatLon{10.4700, 20}, LatLon{10.4710, 20}
	for _, surface := range []bool{false, true} {
		if at, ok := Pair(encode(south, false, surface), encode(north, true, surface), south); ok {
			t.Errorf("surface %v: %+v", surface, at)
		}
		if at, ok := Pair(encode(north, false, surface), encode(north, true, surface), south); !ok || degreesOff(at, north) > 1e-4 {
			t.Errorf("surface %v, both north of it: %+v, %v", surface, at, ok)
		}
	}
	if _, ok := Pair(encode(south, false, false), encode(south, true, true), south); ok {
		t.Error("one in the air and one on the surface are a pair")
	}
}

func TestNear(t *testing.T) {
	for message, c := range map[string][2]LatLon{
		"8d40621d58c382d690c8ac2863a7": {{52.258, 3.918}, {52.25720, 3.91937}},
		"8fc8200a3ab8f5f893096b000000": {{-43.5, 172.5}, {-43.48564, 172.53942}},
	} {
		m := fromHex(t, message)
		if got := m.Decode().CPR.Near(c[0]); degreesOff(got, c[1]) > 1e-5 {
			t.Errorf("%s near %+v: %+v, want %+v", message, c[0], got, c[1])
		}
	}
}

// Borders of the table in DO-260B, A.1.7.2.d.
func TestZones(t *testing.T) {
	for _, c := range []struct {
		lat  float64
		want int
	}{{0, 59}, {10.47047, 59}, {10.47048, 58}, {14.82817, 58}, {14.82818, 57}, {29.91135, 52}, {29.91136, 51}, {59.95459, 30}, {59.95460, 29}, {86.53536, 3}, {86.53537, 2}, {87, 2}, {87.1, 1}, {90, 1}, {-10.47048, 58}} {
		if got := zonesAt(c.lat); got != c.want {
			t.Errorf("latitude %g: %d zones, want %d", c.lat, got, c.want)
		}
	}
}
