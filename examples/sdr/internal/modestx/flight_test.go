package modestx_test

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/modestx"
)

// Messages that are known from the air and from The 1090 Megahertz Riddle.
func TestKnownMessages(t *testing.T) {
	place := modestx.Flight{Address: 0x40621d, Lat: 52.2572021484375, Lon: 3.91937255859375, Altitude: 38000}
	later := place
	later.Lat, later.Lon = 52.26578017412606, 3.938912527901786
	for want, got := range map[string][]byte{
		"8d4840d6202cc371c32ce0576098": modestx.Flight{Address: 0x4840d6, Ident: "KLM1023"}.Identification(),
		"8d40621d58c382d690c8ac2863a7": place.Position(false),
		"8d40621d58c386435cc412692ad6": later.Position(true),
	} {
		if g := hex.EncodeToString(got); g != want {
			t.Errorf("%s, want %s", g, want)
		}
	}
}

// What is sent of a flight anywhere is what a receiver makes of it.
func TestMessagesTell(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 2000 {
		f := modestx.Flight{
			Address: 1 + rnd.Uint32N(1<<24-1), Ident: "AB 12Z", Squawk: uint16(rnd.IntN(1 << 12)),
			Lat: rnd.Float64()*170 - 85, Lon: rnd.Float64()*360 - 180, Altitude: float64(rnd.IntN(2000))*25 - 1000,
			Speed: 50 + rnd.Float64()*900, Track: rnd.Float64() * 360, VerticalRate: float64(rnd.IntN(200)-100) * 64,
		}
		tracker := modes.NewTracker(1)
		var a modes.Aircraft
		for i, data := range [][]byte{f.AllCall(), f.Identification(), f.Velocity(), f.IdentityReply(), f.AltitudeReply(), f.Position(false), f.Position(true)} {
			m, ok := modes.Parse(data)
			if df := m.DF(); !ok || m.Syndrome != 0 && df != 4 && df != 5 || m.Address() != f.Address {
				t.Fatalf("message %d, %x: %v, DF %d of %06x with syndrome %06x", i, data, ok, df, m.Address(), m.Syndrome)
			}
			a = tracker.Add(m)
		}
		// Next to the border of two zones, an even and an odd half do not fit together.
		if a.Has&modes.HasPosition != 0 && (math.Abs(a.At.Lat-f.Lat) > 1e-4 || math.Abs(math.Remainder(a.At.Lon-f.Lon, 360)) > 1e-3) {
			t.Errorf("%+v is at %+v", f, a.At)
		}
		if a.Ident.String() != f.Ident || a.Squawk != f.Squawk || a.Altitude != int(f.Altitude) || a.VerticalRate != int(f.VerticalRate) ||
			math.Abs(a.Speed-f.Speed) > 1 || math.Abs(math.Remainder(a.Track-f.Track, 360)) > 1 {
			t.Errorf("%+v is %+v", f, a)
		}
	}
}

// An hour at 600 knots to the north is 10 degrees.
func TestAfter(t *testing.T) {
	f := modestx.Flight{Lat: 10, Lon: 20, Altitude: 1000, Speed: 600, VerticalRate: 60}.After(3600)
	if math.Abs(f.Lat-20) > 1e-9 || math.Abs(f.Lon-20) > 1e-9 || math.Abs(f.Altitude-4600) > 1e-9 {
		t.Errorf("%+v", f)
	}
}
