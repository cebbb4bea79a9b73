package main

import (
	"os"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/bench"
)

// two measured rounds of a group of three; the peer was slower in the second.
func two() *measured {
	return &measured{
		cases: []bench.Case{
			{Work: "stream", Shape: "batch=64", Peer: "circular", Role: bench.Ours},
			{Work: "stream", Shape: "batch=64", Peer: "channel"},
			{Work: "stream", Shape: "batch=64", Peer: "floor", Role: bench.Floor},
		},
		figures: [][]float64{{1000, 1200}, {500, 300}, {2000, 2000}},
		waits:   [][]float64{{12, 12}, nil, nil},
		spins:   []float64{150, 170},
		cores:   []float64{2, 1.9},
		procs:   2,
	}
}

func Example_text() {
	text(os.Stdout, two().table())
	// Output:
	// stream/batch=64
	//   spin ping-pong 160 (150–170) ns, cores 1.95 (1.90–2.00)
	//   peer       Ms/s               of the floor   circular is          waits/Mitem
	//   circular   1100 (1000–1200)   55 % (50–60)   -                    12.0 (12.0–12.0)
	//   channel    400 (300–500)      20 % (15–25)   3.00 x (2.00–4.00)   -
	//   floor      2000 (2000–2000)   -              0.55 x (0.50–0.60)   -
}

func Example_markdown() {
	asMarkdown(os.Stdout, two().table())
	// Output:
	// ### stream/batch=64
	//
	// spin ping-pong 160 (150–170) ns, cores 1.95 (1.90–2.00)
	//
	// | peer | Ms/s | of the floor | circular is | waits/Mitem |
	// |---|---|---|---|---|
	// | circular | 1100 (1000–1200) | 55 % (50–60) | - | 12.0 (12.0–12.0) |
	// | channel | 400 (300–500) | 20 % (15–25) | 3.00 x (2.00–4.00) | - |
	// | floor | 2000 (2000–2000) | - | 0.55 x (0.50–0.60) | - |
}

func TestNoteTellsARestlessMachine(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*measured)
		quiet  bool
	}{
		{"as it should be", func(*measured) {}, true},
		{"one round of three disturbed", func(m *measured) { m.cores = []float64{2, 0.5, 2} }, true},
		{"a core taken", func(m *measured) { m.cores = []float64{1, 1.9, 1.2} }, false},
		{"the cores moved apart", func(m *measured) { m.spins = []float64{150, 450} }, false},
	} {
		m := two()
		test.change(m)
		if quiet := !strings.Contains(m.note(), "NOT QUIET"); quiet != test.quiet {
			t.Errorf("%s: %s", test.name, m.note())
		}
	}
}

func TestSpread(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   spread
	}{
		{[]float64{3}, spread{3, 3, 3}},
		{[]float64{5, 1}, spread{3, 1, 5}},
		{[]float64{9, 1, 2}, spread{2, 1, 9}},
		{[]float64{4, 1, 8, 2}, spread{3, 1, 8}},
	} {
		if got := spreadOf(test.values); got != test.want {
			t.Errorf("the spread of %v is %v, want %v", test.values, got, test.want)
		}
	}
}

func TestShort(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.0123: "0.012", 0.5: "0.50", 9.99: "9.99", 9.996: "10.0", 99.9: "99.9", 99.96: "100", 12345: "12345"} {
		if got := short(v); got != want {
			t.Errorf("short(%v) is %q, want %q", v, got, want)
		}
	}
}

// Less is better in nanoseconds: the ratio must turn round.
func TestFasterInBothUnits(t *testing.T) {
	if got := bench.MegaItems.Faster(1000, 500); got != 2 {
		t.Errorf("1000 Ms/s are %v times as fast as 500, want 2", got)
	}
	if got := bench.Nanoseconds.Faster(10, 30); got != 3 {
		t.Errorf("10 ns are %v times as fast as 30, want 3", got)
	}
}
