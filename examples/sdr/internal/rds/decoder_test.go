package rds_test

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
)

func TestCallSign(t *testing.T) {
	for pi, want := range map[uint16]string{
		0x9331: "WXRT", 0x1000: "KAAA", 0x54A7: "KZZZ", 0x54A8: "WAAA", 0x994F: "WZZZ",
		0x9950: "KEX", 0x99B9: "WRC", 0x9988: "WWJ", 0x9961: "", 0x99BA: "", 0x9EFF: "", 0x0FFF: "", 0xB101: "", 0xFFFF: "",
		0xA145: rds.CallSign(0x1045), 0xAF15: rds.CallSign(0x1500), 0xAFA7: rds.CallSign(0x7000),
		0x996B: "KYW", 0x99A4: "WSM", 0x9984: "WOR", 0x997D: "WLS", 0x9972: "WGN",
	} {
		if got := rds.CallSign(pi); got != want {
			t.Errorf("%04X: %q, want %q", pi, got, want)
		}
	}
	if s := rds.CallSign(0xA145); s != "KACR" {
		t.Errorf("A145 is %q", s)
	}
}

// group returns blocks received without error.
func group(blocks ...uint16) rds.Group {
	g := rds.Group{Last: 9}
	for i, b := range blocks {
		g.Blocks[i], g.Status[i] = b, rds.Received
	}
	return g
}

// name and radioText return segments.
func name(i int, s string) rds.Group {
	return group(0x9331, uint16(i), 0xE0CD, binary.BigEndian.Uint16([]byte(s)))
}

func radioText(version, i int, s string) rds.Group {
	return group(0x9331, uint16(2<<12|version<<4|i), binary.BigEndian.Uint16([]byte(s)), binary.BigEndian.Uint16([]byte(s[2:])))
}

// told returns the values of the events of a key.
func told(key string, groups ...rds.Group) (values []string) {
	d := rds.NewDecoder(rds.World)
	for _, g := range groups {
		for _, e := range d.Decode(nil, g) {
			if e.Key == key {
				values = append(values, e.Value.String())
			}
		}
	}
	return values
}

func TestNamesAreNotMixed(t *testing.T) {
	whole := func(s string) (g []rds.Group) {
		for i := range 4 {
			g = append(g, name(i, s[2*i:]))
		}
		return g
	}
	a, b := whole("RADIO 1 "), whole("RADIO 2 ")
	lost := name(1, "AD")
	lost.Status[3] = rds.Lost
	for what, c := range map[string]struct {
		groups []rds.Group
		want   []string
	}{
		"in one round":             {a, []string{"RADIO 1 "}},
		"told once":                {slices.Concat(a, a, a), []string{"RADIO 1 "}},
		"from the middle on":       {slices.Concat(a[2:], b), []string{"RADIO 2 "}},
		"another":                  {slices.Concat(a, b, a), []string{"RADIO 1 ", "RADIO 2 ", "RADIO 1 "}},
		"one lost":                 {slices.Concat(a[:1], []rds.Group{lost}, a[2:]), nil},
		"one lost, then all":       {slices.Concat(a[:1], []rds.Group{lost}, a[2:], a), []string{"RADIO 1 "}},
		"always one lost":          {slices.Concat(a[1:], a[:3], a[1:], a[:3]), []string{"RADIO 1 "}},
		"one lost when it changes": {slices.Concat(a, b[:2], b[3:]), []string{"RADIO 1 "}},
		"changes within a round":   {slices.Concat(a[:2], b[2:], a[:3]), []string{"RADIO 2 "}},
	} {
		if got := told(rds.KeyName, c.groups...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func TestRadioText(t *testing.T) {
	full := strings.Repeat("ABCDEFGH", 8)
	var all []rds.Group
	for i := range 16 {
		all = append(all, radioText(0, i, full[4*i:]))
	}
	short := []rds.Group{radioText(1, 0, "Hi t"), radioText(1, 1, "here"), radioText(1, 2, " \r  ")}
	versionB := []rds.Group{
		group(0x9331, 2<<12|1<<11, 0x9331, 0x4142), group(0x9331, 2<<12|1<<11|1, 0x9331, 0x430D),
	}
	for what, c := range map[string]struct {
		groups []rds.Group
		want   []string
	}{
		"all 64":             {all, []string{full}},
		"short":              {short, []string{"Hi there"}},
		"any order":          {[]rds.Group{short[2], short[0], short[1]}, []string{"Hi there"}},
		"A, then B":          {slices.Concat(all, short), []string{full, "Hi there"}},
		"changed in between": {[]rds.Group{short[0], radioText(0, 1, "here"), short[2]}, nil},
		"changed, B still":   {[]rds.Group{short[0], short[1], radioText(1, 0, "Bye "), short[2]}, nil},
		"2B":                 {versionB, []string{"ABC"}},
		"2B in 2A":           {[]rds.Group{short[0], versionB[1], short[1], short[2]}, nil},
	} {
		if got := told(rds.KeyText, c.groups...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	// 6 June 1985 is day 46222 (EN 50067, annex G); 14:07 universal time, 3:30 behind.
	day := 46222
	g := group(0x9331, 4<<12|uint16(day>>15), uint16(day<<1), 14<<12|7<<6|0x20|7)
	want := time.Date(1985, 6, 6, 10, 37, 0, 0, time.FixedZone("", -3*3600-1800))
	d := rds.NewDecoder(rds.World)
	d.Decode(nil, g)
	if got := d.Station().Clock; !got.Equal(want) || got.Format(time.Kitchen) != "10:37AM" {
		t.Errorf("%v, want %v", got, want)
	}
	for what, g := range map[string]rds.Group{
		"hour 24":     group(0x9331, 4<<12|1, uint16(day<<1)|1, 8<<12),
		"minute 60":   group(0x9331, 4<<12|1, uint16(day<<1), 60<<6),
		"15 h ahead":  group(0x9331, 4<<12|1, uint16(day<<1), 30),
		"corrected D": {Blocks: g.Blocks, Status: [4]rds.Status{1, 1, 1, rds.Corrected}},
	} {
		if v := told(rds.KeyClock, g); v != nil {
			t.Errorf("%s: %v", what, v)
		}
	}
}

func TestPIChanges(t *testing.T) {
	damaged := group(0x1111, 0, 0, 0)
	damaged.Status[0] = rds.Corrected
	worse := damaged
	worse.Status[3] = rds.Corrected
	other, lost := group(0x2222, 0, 0, 0), name(0, "AB")
	lost.Status[0], lost.Blocks[0] = rds.Lost, 0
	for what, c := range map[string]struct {
		groups []rds.Group
		want   []string
	}{
		"corrected":       {[]rds.Group{damaged}, []string{"4369"}},
		"not sure":        {[]rds.Group{worse}, nil},
		"lost":            {[]rds.Group{lost}, nil},
		"one stray":       {[]rds.Group{name(0, "AB"), other, name(1, "CD"), other, lost, other}, []string{"37681"}},
		"another station": {[]rds.Group{name(0, "AB"), other, other}, []string{"37681", "8738"}},
		"C' of version B": {[]rds.Group{{Blocks: [4]uint16{0, 1 << 11, 0x2222, 0}, Status: [4]rds.Status{0, 1, 1, 1}}}, []string{"8738"}},
	} {
		if got := told(rds.KeyPI, c.groups...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func TestEncoderAndDecoder(t *testing.T) {
	p := rds.Programme{
		PI: 0xD318, ProgrammeType: 11, Traffic: true, Music: true, Name: "Ölwerk 4", Text: "Für Elise – gespielt"[:10] + "ise ©",
		Clock:        time.Date(2024, 2, 29, 23, 58, 30, 0, time.FixedZone("", 5400)),
		Alternatives: []float64{87.6e6, 107.9e6, 98.2e6},
	}
	e, err := rds.NewEncoder(p)
	if err != nil {
		t.Fatal(err)
	}
	d := rds.NewDecoder(rds.World)
	var clocks []float64
	for n := range 1500 {
		b := e.Next()
		for _, v := range d.Decode(nil, group(b[:]...)) {
			if v.Key == rds.KeyClock {
				at := p.Clock.Add(time.Duration(float64(n+1) * 104 / rds.BitRate * 1e9))
				clocks = append(clocks, at.Sub(d.Station().Clock).Seconds())
			}
		}
	}
	s := d.Station()
	if s.PI != p.PI || s.ProgrammeType != 11 || !s.Traffic || s.Announcement || !s.Music || s.Name != p.Name || s.Text != p.Text || !slices.Equal(s.Alternatives, p.Alternatives) {
		t.Errorf("%+v\nwant %+v", s, p)
	}
	if len(clocks) != 2 || slices.ContainsFunc(clocks, func(s float64) bool { return s < 0 || s > 0.0876 }) {
		t.Errorf("the minutes begin %v s before the end of their groups", clocks)
	}
	if _, offset := s.Clock.Zone(); offset != 5400 || s.Clock.Format("02 15:04") != "01 00:00" {
		t.Errorf("clock %v", s.Clock)
	}
}

func TestEncoderRefuses(t *testing.T) {
	for _, c := range []struct {
		p    rds.Programme
		err  error
		want string
	}{
		{rds.Programme{Name: "NINE CHAR"}, rds.ErrTooLong, `name: too long for RDS: "NINE CHAR" has 9 characters, may have 8`},
		{rds.Programme{Text: "日"}, rds.ErrCharacter, `text: no character of RDS: '日' of "日"`},
		{rds.Programme{ProgrammeType: 32}, rds.ErrRange, "out of range for RDS: programme type 32 of 31"},
		{rds.Programme{Alternatives: []float64{87.5e6}}, rds.ErrRange, "out of range for RDS: another frequency of 8.75e+07 Hz, must lie from 87.6 to 107.9 MHz"},
		{rds.Programme{Alternatives: []float64{math.NaN()}}, rds.ErrRange, "out of range for RDS: another frequency of NaN Hz, must lie from 87.6 to 107.9 MHz"},
		{rds.Programme{Alternatives: make([]float64, 26)}, rds.ErrTooLong, "too long for RDS: 26 other frequencies, may be 25"},
	} {
		if _, err := rds.NewEncoder(c.p); !errors.Is(err, c.err) || err.Error() != c.want {
			t.Errorf("%v\nwant %v", err, c.want)
		}
	}
}

// Any groups at all: no panic, and what comes out can be shown.
func FuzzDecoder(f *testing.F) {
	f.Add([]byte("\x55\x93\x31\x20\xB6\x59\x4C\x55\x4D"), uint8(1))
	f.Add([]byte("\x55\x93\x31\x00\xA9\x00\xCD\x59\x4C\x96\x93\x31\x40\xB6\xFF\xFF\xFF\xFF"), uint8(0))
	f.Fuzz(func(t *testing.T, b []byte, region uint8) {
		d := rds.NewDecoder(rds.Region(region))
		for ; len(b) >= 9; b = b[9:] {
			var g rds.Group
			for i := range g.Blocks {
				g.Blocks[i] = binary.BigEndian.Uint16(b[1+2*i:])
				g.Status[i] = rds.Status(b[0] >> (2 * i) & 3)
			}
			_ = g.String()
			for _, e := range d.Decode(nil, g) {
				if s := e.Value.String(); !utf8.ValidString(s) {
					t.Errorf("%s is %q", e.Key, s)
				}
			}
			s := d.Station()
			if n := utf8.RuneCountInString(s.Name); n != 0 && n != 8 {
				t.Errorf("name %q", s.Name)
			}
			if utf8.RuneCountInString(s.Text) > 64 || len(s.Alternatives) > 204 || rds.Region(region).ProgrammeType(s.ProgrammeType) == "?" {
				t.Errorf("%+v", s)
			}
			d.PartialName()
			d.PartialText()
		}
	})
}
