package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/pipeline"
)

// adsb names a file of the test data, which lies beside the repository.
func adsb(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "adsb", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no test data: %v", err)
	}
	return path
}

// list reads the first word of each line, without * and ; about it.
func list(t *testing.T, path string) (words []string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if w := strings.Fields(lines.Text()); len(w) > 0 {
			words = append(words, strings.Trim(w[0], "*;"))
		}
	}
	return words
}

// messages runs adsb -raw and checks the form of each line.
func messages(t *testing.T, args ...string) (list []string) {
	t.Helper()
	status, stdout, stderr := sdr(t, append([]string{"adsb", "-raw"}, args...)...)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	for line := range strings.Lines(stdout) {
		digits, ok := strings.CutPrefix(strings.TrimSuffix(line, ";\n"), "*")
		b, err := hex.DecodeString(digits)
		if _, known := modes.Parse(b); !ok || err != nil || !known || len(line) != len(digits)+3 {
			t.Fatalf("line %q", line)
		}
		list = append(list, digits)
	}
	return list
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// Of the recording at 2 MS/s, all squitters that another receiver finds, most of
// those that are known at all, and none with a wrong checksum.
func TestSquittersOfTheRecording(t *testing.T) {
	path := adsb(t, "modes1_2M.cu8")
	got := unique(messages(t, "-in", path)) // the name tells format and rate
	squitters := func(list []string) (df17 []string) {
		for _, m := range unique(list) {
			if b, _ := hex.DecodeString(m); b[0]>>3 == 17 {
				df17 = append(df17, m)
			}
		}
		return df17
	}
	other := squitters(list(t, filepath.Join(filepath.Dir(path), "expected", "modes1_antirez_nofix.txt")))
	known := squitters(list(t, filepath.Join(filepath.Dir(path), "expected", "modes1_union_df17.txt")))
	if len(other) != 85 || len(known) != 125 {
		t.Fatalf("lists of %d and %d", len(other), len(known))
	}
	for _, m := range other {
		if !slices.Contains(got, m) {
			t.Errorf("%s is missing", m)
		}
	}
	ours := squitters(got)
	found := 0
	for _, m := range ours {
		b, _ := hex.DecodeString(m)
		if p, _ := modes.Parse(b); p.Syndrome != 0 || p.Address() != 0x4d2023 {
			t.Errorf("%s: syndrome %06x", m, p.Syndrome)
		}
		if slices.Contains(known, m) {
			found++
		}
	}
	t.Logf("%d different DF 17, %d of the %d known", len(ours), found, len(known))
	if found < 110 {
		t.Errorf("%d of the %d known", found, len(known))
	}
}

func TestRecordingAt2400k(t *testing.T) {
	path := adsb(t, "test_1641427457780_2400k.ci16")
	want := list(t, filepath.Join(filepath.Dir(path), "expected", "test_1641427457780_2400k_mutability_nofix.txt"))
	for _, args := range [][]string{{"-in", path}, {"-in", path, "-rate", "2.4M", "-format", "cs16"}} {
		got := messages(t, args...)
		for _, m := range want {
			if !slices.Contains(got, m) {
				t.Errorf("%v: %s is missing", args, m)
			}
		}
		if len(unique(got)) != len(want) {
			t.Errorf("%v: %v, want %v", args, got, want)
		}
	}
}

// Rings and batches of any size give the same messages to the last field.
func TestMessagesDoNotDependOnTheRing(t *testing.T) {
	r := recording{in: adsb(t, "modes1_2M.cu8")}
	run := func(opts ...pipeline.Option) (got []modes.Message) {
		in, err := r.open(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer in.close()
		err = listen(t.Context(), in.rate, in.read, func(_ context.Context, src []modes.Message) (int, error) {
			got = append(got, src...)
			return len(src), nil
		}, opts...)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := run()
	for name, opts := range map[string][]pipeline.Option{
		"small rings":   {pipeline.WithRingSize(4096)},
		"large rings":   {pipeline.WithRingSize(4 << 20)},
		"small batches": {pipeline.WithMaxBatch(7)},
		"odd batches":   {pipeline.WithMaxBatch(1009), pipeline.WithRingSize(16384)},
		"on the heap":   {pipeline.WithHeapRings()},
	} {
		if got := run(opts...); !slices.Equal(got, want) {
			t.Errorf("%s: %d messages, want %d and the same", name, len(got), len(want))
		}
	}
}

// The table and the JSON say of the aircraft what is known of the recording.
func TestAircraftOfTheRecording(t *testing.T) {
	path := adsb(t, "modes1_2M.cu8")
	status, stdout, stderr := sdr(t, "adsb", "-in", path)
	t.Logf("\n%s", stdout)
	for _, want := range []string{"4d2023", "AMC421", "20025 ft", "371 kt", "0112", "36.9", "13.8", "DF 17: ", " of 1 aircraft in 0.178 s"} {
		if status != 0 || !strings.Contains(stdout, want) {
			t.Errorf("status %d, the table lacks %q: %s", status, want, stderr)
		}
	}

	status, stdout, stderr = sdr(t, "adsb", "-json", "-in", path)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	types := map[string]int{}
	var last map[string]any
	var hexes []string
	for line := range strings.Lines(stdout) {
		var event map[string]any
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		kind := event["type"].(string)
		types[kind]++
		switch kind {
		case "aircraft":
			last = event
		case "adsb.message":
			hexes = append(hexes, event["hex"].(string))
		}
	}
	if !slices.Equal(hexes, messages(t, "-in", path)) || types["aircraft"] != 1 || types["adsb.end"] != 1 || len(types) != 3 {
		t.Errorf("events: %v", types)
	}
	if last["ident"] != "AMC421" || last["altitude"] != 20025. || last["squawk"] != "0112" || last["address"] != "4d2023" || last["messages"] != float64(len(hexes)) {
		t.Errorf("aircraft: %v", last)
	}
}

// Without a recording everything that was sent comes back.
func TestOwnSky(t *testing.T) {
	status, stdout, stderr := sdr(t, "adsb", "-seconds", "3")
	t.Logf("\n%s", stdout)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	for _, want := range []string{"SEAM1", "LESS42", "RING24W", "TWICE", "1000", "4621", "2253", "0363", "38000 ft", "455 kt", "292°", "-1536 ft/min", " and 0 others", "of 4 aircraft in 3 s"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the table lacks %q", want)
		}
	}
	sky, tx := fly(3)
	sky.close()
	if got := messages(t, "-seconds", "3"); len(got) != len(tx.Sent()) {
		t.Errorf("%d messages, %d sent", len(got), len(tx.Sent()))
	}
}

// One that is missing, or one too many, does not go unnoticed.
func TestCompare(t *testing.T) {
	_, tx := fly(1)
	var received []modes.Message
	for _, m := range tx.Sent() {
		p, _ := modes.Parse(m.Data)
		received = append(received, p)
	}
	var out strings.Builder
	if err := compare(&out, true, tx.Sent(), received); err != nil || !strings.Contains(out.String(), " 0 others") {
		t.Error(err, out.String())
	}
	for name, wrong := range map[string][]modes.Message{
		"one missing":  slices.Delete(slices.Clone(received), 3, 4),
		"last missing": received[:len(received)-1],
		"one too many": append(slices.Clone(received), received[0]),
		"one in two":   slices.Insert(slices.Clone(received), 5, received[5]),
		"none":         nil,
		"out of order": append(slices.Clone(received[1:]), received[0]),
	} {
		if err := compare(&out, false, tx.Sent(), wrong); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
