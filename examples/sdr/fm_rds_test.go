package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
)

// event is a line of -json.
type event struct {
	Type    string
	Station float64
	Sample  uint64
	Blocks  []string
	PI, PS  string
	RT      string
	PTY     int
	PTYName string `json:"pty_name"`
	Groups  int
	Pilot   float64
}

// jsonLines runs fm -json and returns its events.
func jsonLines(t *testing.T, args ...string) (list []event) {
	t.Helper()
	status, stdout, stderr := sdr(t, append([]string{"fm", "-json", "-out", t.TempDir()}, args...)...)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	for line := range strings.Lines(stdout) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil || !strings.HasPrefix(line, `{"type":"`) {
			t.Fatalf("%s: %v", line, err)
		}
		list = append(list, e)
	}
	return list
}

// expectedGroups reads the complete groups of another decoder.
func expectedGroups(t *testing.T) (list []string) {
	b, err := os.ReadFile(filepath.Join(filepath.Dir(wxrt(t, "wxrt_256k.sigmf-meta")), "expected", "redsea_groups.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); !strings.Contains(line, "-") {
			list = append(list, line)
		}
	}
	return list
}

// All groups of the other decoder, in order; before them at most the one that it
// missed, of the same station and programme; after them nothing that is complete.
func TestGroupsOfTheRecordings(t *testing.T) {
	want := expectedGroups(t)
	if len(want) != 10 {
		t.Fatalf("%d groups", len(want))
	}
	for _, c := range []struct {
		args    string
		station float64
		rate    float64
	}{
		{"-in " + wxrt(t, "wxrt_256k.sigmf-meta"), 0, 256e3},
		{"-in " + wxrt(t, "wxrt_1024k_off200k.cu8") + " -rate 1.024M -station 200k", 200e3, 1.024e6},
	} {
		list := jsonLines(t, append(strings.Fields(c.args), "-deemphasis", "75")...)
		var complete []string
		var ps, last event
		var samples []uint64
		for _, e := range list {
			if e.Station != c.station {
				t.Errorf("%s: event of station %g", c.args, e.Station)
			}
			switch e.Type {
			case "rds.group":
				if len(e.Blocks) != 4 {
					t.Fatalf("%v", e)
				}
				if !slices.Contains(e.Blocks, "----") {
					complete = append(complete, strings.Join(e.Blocks, " "))
				}
				samples = append(samples, e.Sample)
			case "rds.ps":
				ps = e
			case "rds.rt":
				t.Errorf("%s: the text %q, of which parts are missing", c.args, e.RT)
			}
			last = e
		}
		extra := max(0, len(complete)-len(want))
		if extra > 1 || !slices.Equal(complete[extra:], want) || extra == 1 && !strings.HasPrefix(complete[0], "9331 00A9 00CD ") {
			t.Errorf("%s: %q, want %q", c.args, complete, want)
		}
		for i, s := range samples[1:] {
			if bits := float64(s-samples[i]) / c.rate * rds.BitRate; bits < 103.9 || bits > 104.1 {
				t.Errorf("%s: group %d begins %g bits after the one before", c.args, i+1, bits)
			}
		}
		if ps.PS != "93XRT   " || last.Type != "station" || last.PI != "9331" || last.PS != "93XRT   " || last.PTY != 5 || last.PTYName != "Rock" || last.Pilot != 18999.9 {
			t.Errorf("%s: %+v, %+v", c.args, ps, last)
		}
	}
}

// The table has name, call sign and type, and the text as far as it came.
func TestProgrammeInTheTable(t *testing.T) {
	_, stdout, _ := sdr(t, "-in", wxrt(t, "wxrt_256k.sigmf-meta"), "-deemphasis", "75", "-out", t.TempDir())
	for _, want := range []string{"RDS in 12 groups, 11 complete; of 48 blocks 2 lost, ", "  93XRT  ", "  9331 WXRT  ", "  Rock  ", `: "93XRT BLACK GOLD........YLUM", received in part`} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the table lacks %q:\n%s", want, stdout)
		}
	}
	// Elsewhere the same bits mean something else.
	_, stdout, _ = sdr(t, "-in", wxrt(t, "wxrt_256k.sigmf-meta"), "-out", t.TempDir())
	if strings.Contains(stdout, "WXRT") || !strings.Contains(stdout, "  Education  ") {
		t.Errorf("with 50 µs:\n%s", stdout)
	}
}

// Both stations of the own signal say who they are, and are checked.
func TestOwnProgrammes(t *testing.T) {
	dir := t.TempDir()
	status, stdout, stderr := sdr(t, "-seconds", "3.5", "-out", dir)
	if status != 0 {
		t.Fatalf("status %d: %s%s", status, stdout, stderr)
	}
	for _, want := range []string{"  SEAMLESS  ", "  RING FM  ", `: "Mapped twice, back to back"`, `: "440 Hz is on the other station"`, "-250 kHz: RDS in 40 groups, 39 complete; of 160 blocks 1 lost, ", "; its clock said 2024-01-31 12:00 +01:00", "-250 kHz: 39 of 39 groups of RDS", "+200 kHz: 39 of 39 groups of RDS"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the table lacks %q:\n%s", want, stdout)
		}
	}
	found := map[float64]string{}
	for _, e := range jsonLines(t, "-seconds", "3.5") {
		if e.Type == "rds.rt" {
			found[e.Station] = e.RT
		}
	}
	if found[-250e3] != "Mapped twice, back to back" || found[200e3] != "440 Hz is on the other station" {
		t.Errorf("%v", found)
	}
}

// What differs from what was sent is noticed.
func TestCheckOfProgrammes(t *testing.T) {
	programme := rds.Programme{PI: 0xD5EA, ProgrammeType: 10, Name: "SEAMLESS", Text: "no seam"}
	groups := func(p rds.Programme) (list [][4]uint16) {
		e, err := rds.NewEncoder(p)
		if err != nil {
			t.Fatal(err)
		}
		for range 34 { // 3 seconds
			list = append(list, e.Next())
		}
		return list
	}
	received := func(list [][4]uint16) *radio {
		r := &radio{decoder: rds.NewDecoder(rds.World)}
		for _, g := range list {
			r.groups = append(r.groups, g)
			r.decoder.Decode(nil, rds.Group{Blocks: g, Status: [4]rds.Status{1, 1, 1, 1}})
		}
		return r
	}
	b := &broadcast{programme: programme, groups: groups(programme)}
	var out strings.Builder
	if err := b.check(&out, "it", received(b.groups), 3); err != nil || !strings.Contains(out.String(), "34 of 34") {
		t.Error(err, out.String())
	}
	other := func(change func(*rds.Programme)) [][4]uint16 {
		p := programme
		change(&p)
		return groups(p)
	}
	for name, list := range map[string][][4]uint16{
		"a time":        other(func(p *rds.Programme) { p.Clock = ownClock }),
		"nothing":       nil,
		"another name":  other(func(p *rds.Programme) { p.Name = "SEAM" }),
		"another text":  other(func(p *rds.Programme) { p.Text = "one seam" }),
		"another PI":    other(func(p *rds.Programme) { p.PI = 1 }),
		"another type":  other(func(p *rds.Programme) { p.ProgrammeType = 11 }),
		"music":         other(func(p *rds.Programme) { p.Music = true }),
		"half of them":  b.groups[:17],
		"one left out":  slices.Delete(slices.Clone(b.groups), 20, 21),
		"one too often": slices.Insert(slices.Clone(b.groups), 20, b.groups[20]),
	} {
		if err := b.check(&out, "it", received(list), 3); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The time is checked, too, also where it was told more than once.
func TestCheckOfTheClock(t *testing.T) {
	b := &broadcast{programme: rds.Programme{Clock: ownClock}}
	minute := ownClock.Truncate(time.Minute)
	for _, c := range []struct {
		seconds float64
		got     time.Time
		ok      bool
	}{
		{1, time.Time{}, true},
		{1, minute, false},
		{1, minute.Add(time.Minute), false},
		{3, time.Time{}, false},
		{3, minute.Add(time.Minute), true},
		{3, minute.Add(2 * time.Minute), false},
		{70, minute.Add(time.Minute), false},
		{70, minute.Add(2 * time.Minute), true},
	} {
		if err := b.checkClock("it", c.got, c.seconds, 3); (err == nil) != c.ok {
			t.Errorf("%v after %g s: %v", c.got, c.seconds, err)
		}
	}
}
