package modes_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

func parse(tb testing.TB, digits string) modes.Message {
	tb.Helper()
	b, err := hex.DecodeString(digits)
	if err != nil {
		tb.Fatal(err)
	}
	m, ok := modes.Parse(b)
	if !ok {
		tb.Fatalf("%s is no message", digits)
	}
	return m
}

// Each line of the list is message, address, and what was made of it: call
// sign; speed, track, vertical rate; or altitude, half and place.
func TestAgainstDecoded(t *testing.T) {
	tracker := modes.NewTracker(2e6)
	lines := bufio.NewScanner(bytes.NewReader(recording(t, "expected/modes1_decoded.txt")))
	n, places := 0, 0
	for ; lines.Scan(); n++ {
		words := strings.Fields(lines.Text())
		m := parse(t, words[0])
		m.Position = uint64(n) * 1000
		r, a := m.Decode(), tracker.Add(m)
		got := []string{words[0], fmt.Sprintf("%06x", r.Address)}
		switch {
		case r.Has&modes.HasIdent != 0:
			got = append(got, "ident", r.Ident.String())
		case r.Has&modes.HasSpeed != 0:
			got = append(got, "vel", fmt.Sprintf("%.0f", r.Speed), "kt", "trk", fmt.Sprintf("%.1f", r.Track), "vr", fmt.Sprint(r.VerticalRate))
		case r.Has&modes.HasCPR != 0:
			odd := "0"
			if r.CPR.Odd {
				odd = "1"
			}
			got = append(got, "tc", fmt.Sprint(r.TypeCode), "alt", fmt.Sprint(r.Altitude), "F", odd, fmt.Sprint(r.CPR.Lat), fmt.Sprint(r.CPR.Lon))
			if a.Has&modes.HasPosition == 0 {
				got = append(got, "None")
			} else {
				places++
				got = append(got, fmt.Sprintf("%.5f", a.At.Lat), fmt.Sprintf("%.5f", a.At.Lon))
			}
		}
		if !slices.Equal(got, words) && !agree(got, words) {
			t.Errorf("line %d:\n got %v\nwant %v", n+1, got, words)
		}
	}
	if n < 100 || places < 50 {
		t.Errorf("%d lines, %d places", n, places)
	}
}

// agree allows the last digit of numbers to be rounded the other way.
func agree(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		var g, w float64
		if got[i] == want[i] {
			continue
		}
		if _, err := fmt.Sscan(got[i], &g); err != nil {
			return false
		}
		if _, err := fmt.Sscan(want[i], &w); err != nil || math.Abs(g-w) > 1.1e-5 {
			return false
		}
	}
	return true
}

// The table after the recording: one aircraft, as it was at the end.
func TestTable(t *testing.T) {
	tracker := modes.NewTracker(2e6)
	messages := drive(t, detector(t, 2e6), magnitudes(t, "modes1_2M.cu8", iq.CU8), pieces(8192))
	for _, m := range messages {
		tracker.Add(m)
	}
	table := tracker.Aircraft()
	if len(table) != 1 {
		t.Fatalf("%d aircraft, want 1: %+v", len(table), table)
	}
	a := table[0]
	const all = modes.HasIdent | modes.HasAltitude | modes.HasSpeed | modes.HasTrack | modes.HasVerticalRate | modes.HasSquawk | modes.HasPosition
	if a.Has&all != all || a.Address != 0x4d2023 || a.Ident.String() != "AMC421" || a.Messages != len(messages) {
		t.Errorf("%+v", a)
	}
	if a.Altitude != 20025 || math.Abs(a.Speed-371) > 1 || math.Abs(a.Track-158) > 0.3 || a.Squawk != 0o0112 ||
		math.Abs(a.At.Lat-36.956) > 0.005 || math.Abs(a.At.Lon-13.858) > 0.005 || a.OnGround {
		t.Errorf("%+v", a)
	}
}

const (
	airEven    = "8d40621d58c382d690c8ac2863a7"
	airOdd     = "8d40621d58c386435cc412692ad6"
	groundEven = "8c4841753aab238733c8cd4020b1"
	groundOdd  = "8c4841753a8a35323faebdac702d"
)

// When a position may be told, on the clock of the stream.
func TestPositionRules(t *testing.T) {
	type heard struct {
		second  float64
		message string
		want    bool // it has the position now, from this message
	}
	for name, c := range map[string]struct {
		site  bool
		heard []heard
	}{
		"one is not enough":             {false, []heard{{0, airEven, false}, {1, airEven, false}}},
		"a pair":                        {false, []heard{{0, airEven, false}, {1, airOdd, true}, {2, airOdd, true}}},
		"a pair too far apart":          {false, []heard{{0, airEven, false}, {10.1, airOdd, false}, {20, airEven, true}}},
		"next to where it was":          {false, []heard{{0, airEven, false}, {1, airOdd, true}, {180, airOdd, true}}},
		"it was there long ago":         {false, []heard{{0, airEven, false}, {1, airOdd, true}, {182, airOdd, false}}},
		"ground, no idea where":         {false, []heard{{0, groundEven, false}, {1, groundOdd, false}}},
		"ground, near the antenna":      {true, []heard{{0, groundEven, false}, {1, groundOdd, true}}},
		"ground, one is not enough":     {true, []heard{{0, groundOdd, false}}},
		"ground, a pair too far apart":  {true, []heard{{0, groundEven, false}, {11, groundOdd, false}}},
		"the other order is as good":    {false, []heard{{0, airOdd, false}, {1, airEven, true}}},
		"other messages in between are": {false, []heard{{0, airOdd, false}, {1, "8d40621d2004d0f4cb1820000d24", false}, {2, airEven, true}}},
	} {
		tracker := modes.NewTracker(2.4e6)
		if c.site {
			tracker.SetSite(modes.LatLon{Lat: 51.99, Lon: 4.375})
		}
		for _, h := range c.heard {
			m := parse(t, h.message)
			m.Position = uint64(h.second * 2.4e6)
			a := tracker.Add(m)
			if got := a.Has&modes.HasPosition != 0 && a.AtPosition == m.Position; got != h.want {
				t.Errorf("%s: at %g s position %v, want %v", name, h.second, got, h.want)
			}
			if h.want && (math.Abs(a.At.Lat-52.29) > 0.04 || math.Abs(a.At.Lon-4.3) > 0.5) {
				t.Errorf("%s: at %g s it is at %+v", name, h.second, a.At)
			}
		}
	}
}

func TestForget(t *testing.T) {
	tracker := modes.NewTracker(2e6)
	for i, message := range []string{airEven, groundEven, airOdd} {
		m := parse(t, message)
		m.Position = uint64(i)
		tracker.Add(m)
	}
	table := tracker.Aircraft()
	if len(table) != 2 || table[0].Address != 0x40621d || table[0].Messages != 2 || table[0].Seen != 2 {
		t.Errorf("%+v", table)
	}
	tracker.Forget(2)
	if table = tracker.Aircraft(); len(table) != 1 || table[0].Address != 0x40621d {
		t.Errorf("after Forget: %+v", table)
	}
}
