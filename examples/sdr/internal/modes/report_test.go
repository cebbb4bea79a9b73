package modes

import (
	"math"
	"math/bits"
	"testing"
)

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

// Messages and answers of The 1090 Megahertz Riddle and pyModeS' tests.
func TestDecode(t *testing.T) {
	for message, want := range map[string]Report{
		"8d4840d6202cc371c32ce0576098": {Address: 0x4840d6, TypeCode: 4, Has: HasIdent | HasGround, Ident: Ident([]byte("KLM1023 "))},
		"8d406b902015a678d4d220aa4bda": {Address: 0x406b90, TypeCode: 4, Has: HasIdent | HasGround, Ident: Ident([]byte("EZY85MH "))},
		"8d40621d58c382d690c8ac2863a7": {Address: 0x40621d, TypeCode: 11, Has: HasAltitude | HasCPR | HasGround, Altitude: 38000, CPR: CPR{Lat: 93000, Lon: 51372}},
		"8d40621d58c386435cc412692ad6": {Address: 0x40621d, TypeCode: 11, Has: HasAltitude | HasCPR | HasGround, Altitude: 38000, CPR: CPR{Lat: 74158, Lon: 50194, Odd: true}},
		"8d485020994409940838175b284f": {Address: 0x485020, TypeCode: 19, Has: HasSpeed | HasTrack | HasVerticalRate | HasGround, Speed: 159.20, Track: 182.88, VerticalRate: -832},
		"8da05f219b06b6af189400cbc33f": {Address: 0xa05f21, TypeCode: 19, Has: HasAirspeed | HasHeading | HasVerticalRate | HasGround, Airspeed: 375, TrueAirspeed: true, Heading: 243.98, VerticalRate: -2304},
		"8fc8200a3ab8f5f893096b000000": {Address: 0xc8200a, TypeCode: 7, Has: HasSpeed | HasTrack | HasCPR | HasGround, OnGround: true, Speed: 19, Track: 42.19, CPR: CPR{Lat: 113929, Lon: 67947, Surface: true, Odd: false}},
	} {
		m := fromHex(t, message)
		r := m.Decode()
		if !near(r.Speed, want.Speed, 0.01) || !near(r.Track, want.Track, 0.01) || !near(r.Heading, want.Heading, 0.01) {
			t.Errorf("%s: %+v", message, r)
		}
		r.Speed, r.Track, r.Heading = want.Speed, want.Track, want.Heading
		if message[:2] == "8f" {
			r.CPR = want.CPR // its numbers are in TestNear
		}
		if r != want {
			t.Errorf("%s:\n got %+v\nwant %+v", message, r, want)
		}
	}
}

func TestDecodeReplies(t *testing.T) {
	m := fromHex(t, "a02014b400000000000000f9d514")
	if r := m.Decode(); r.Has&HasAltitude == 0 || r.Altitude != 32300 {
		t.Errorf("DF 20: %+v, want 32300 ft", r)
	}
	m = fromHex(t, "a800292dffbba9383ffceb903d01")
	if r := m.Decode(); r.Has&HasSquawk == 0 || r.Squawk != 0o1346 {
		t.Errorf("DF 21: squawk %04o, want 1346", r.Squawk)
	}
	m = fromHex(t, "280010248c796b")
	if r := m.Decode(); r.Address != 0x4d2023 || r.Has&HasSquawk == 0 || r.OnGround {
		t.Errorf("DF 5: %+v", r)
	}
}

// Supersonic subtypes count in fours; values that are not there are not told.
func TestVelocityEdges(t *testing.T) {
	build := func(subtype, ewSign, ew, nsSign, ns, rateSign, rate uint64) (r Report) {
		v := uint64(19)<<51 | subtype<<48 | ewSign<<42 | ew<<32 | nsSign<<31 | ns<<21 | rateSign<<19 | rate<<10
		var me [7]byte
		for i := range me {
			me[i] = byte(v >> (48 - 8*i))
		}
		r.squitter(me[:])
		return r
	}
	for _, c := range []struct {
		name string
		got  Report
		want Report
	}{
		{"east", build(1, 0, 101, 0, 1, 0, 0), Report{Has: HasSpeed | HasTrack, Speed: 100, Track: 90}},
		{"west", build(1, 1, 101, 0, 1, 0, 2), Report{Has: HasSpeed | HasTrack | HasVerticalRate, Speed: 100, Track: 270, VerticalRate: 64}},
		{"supersonic", build(2, 0, 1, 1, 301, 1, 11), Report{Has: HasSpeed | HasTrack | HasVerticalRate, Speed: 1200, Track: 180, VerticalRate: -640}},
		{"standing", build(1, 0, 1, 0, 1, 0, 0), Report{Has: HasSpeed}},
		{"half", build(1, 0, 0, 0, 5, 0, 0), Report{}},
		{"airspeed", build(3, 1, 256, 0, 201, 0, 0), Report{Has: HasAirspeed | HasHeading, Airspeed: 200, Heading: 90}},
		{"supersonic airspeed", build(4, 0, 256, 1, 201, 0, 0), Report{Has: HasAirspeed, Airspeed: 800, TrueAirspeed: true}},
		{"subtype 5", build(5, 1, 1, 1, 1, 1, 1), Report{}},
	} {
		c.want.TypeCode = 19
		if c.got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, c.got, c.want)
		}
	}
}

// What each type code can say, all its bits being 1.
func TestTypeCodes(t *testing.T) {
	for tc := range 32 {
		want := Fields(0)
		switch {
		case tc >= 1 && tc <= 4:
			want = HasIdent
		case tc >= 5 && tc <= 8:
			want = HasTrack | HasCPR | HasGround // 127 is no speed
		case tc >= 9 && tc <= 18:
			want = HasAltitude | HasCPR | HasGround
		case tc >= 20 && tc <= 22:
			want = HasCPR | HasGround
		}
		var r Report
		r.squitter([]byte{byte(tc<<3 | 7), 255, 255, 255, 255, 255, 255})
		if surface := tc >= 5 && tc <= 8; r.Has != want || r.OnGround != surface || r.CPR.Surface != surface {
			t.Errorf("type code %d: %+v, want fields %b", tc, r, want)
		}
	}
	var r Report
	r.squitter([]byte{28<<3 | 1, 0x0a, 0xaa, 0, 0, 0, 0})
	if r.Has != HasSquawk || r.Squawk != 0o7700 {
		t.Errorf("emergency: %+v", r)
	}
}

func TestMovement(t *testing.T) {
	for code, want := range map[uint64]float64{1: 0, 2: 0.125, 8: 0.875, 9: 1, 12: 1.75, 13: 2, 38: 14.5, 39: 15, 93: 69, 94: 70, 108: 98, 109: 100, 123: 170, 124: 175} {
		if got, ok := movement(code); !ok || got != want {
			t.Errorf("%d: %g, want %g", code, got, want)
		}
	}
	for _, code := range []uint64{0, 125, 127} {
		if _, ok := movement(code); ok {
			t.Errorf("%d is a speed", code)
		}
	}
}

// Steps of 100 feet: every one from -1200 to 126700 has one code, and the next
// differs in one bit, which is what the code was made for.
func TestGillham(t *testing.T) {
	codes := map[int]uint64{}
	for code := range uint64(1 << 13) {
		if code&(1<<6|1<<4) != 0 {
			continue
		}
		feet, ok := altitude13(code)
		if !ok {
			continue
		}
		if before, twice := codes[feet]; twice {
			t.Fatalf("%d ft is %013b and %013b", feet, before, code)
		}
		codes[feet] = code
	}
	for feet := -1200; feet <= 126700; feet += 100 {
		code, ok := codes[feet]
		next, more := codes[feet+100]
		if !ok || more && bits.OnesCount64(code^next) != 1 {
			t.Fatalf("%d ft is %013b, the next %013b", feet, code, next)
		}
	}
	if len(codes) != 1280 {
		t.Errorf("%d codes, want 1280", len(codes))
	}
	// Rows of the table in Annex 10: C4; C2; B2 B4 C2; B1 B2 C2.
	for code, want := range map[uint64]int{1 << 8: -1200, 1 << 10: -1000, 1<<3 | 1<<1 | 1<<10: 0, 1<<5 | 1<<3 | 1<<10: 1000} {
		if got, ok := altitude13(code); !ok || got != want {
			t.Errorf("%013b: %d ft, %v, want %d", code, got, ok, want)
		}
	}
}

func TestAltitudeEdges(t *testing.T) {
	const m, q = 1 << 6, 1 << 4
	for _, c := range []struct {
		code uint64
		feet int
		ok   bool
	}{{0, 0, false}, {m, 0, false}, {m | q | 1, 0, false}, {q, -1000, true}, {q | 1, -975, true}, {1<<13 - 1 - m, 50175, true}, {1<<12 | 1<<8, 0, false}, {1<<12 | 1<<10 | 1<<8, 0, false}} {
		if feet, ok := altitude13(c.code); c.ok != ok || feet != c.feet && ok {
			t.Errorf("%013b: %d, %v, want %d, %v", c.code, feet, ok, c.feet, c.ok)
		}
	}
}

func TestSquawk(t *testing.T) {
	for code, want := range map[uint64]uint16{1<<12 | 1<<10 | 1<<8: 0o0070, 1<<11 | 1<<9 | 1<<7: 0o7000, 1<<5 | 1<<3 | 1<<1: 0o0700, 1<<4 | 1<<2 | 1: 0o0007, 1 << 6: 0, 1 << 11: 0o1000, 1 << 7: 0o4000} {
		if got := squawk(code); got != want {
			t.Errorf("%013b: %04o, want %04o", code, got, want)
		}
	}
}
