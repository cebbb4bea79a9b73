package main

import (
	"os"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/bench/flow"
	"github.com/seed-ff569660/seamless/bench/internal/table"
)

// Two works in two rounds, one about rate, where more is better, and one about
// latency, where less is.
func Example_table() {
	quiet := table.Quiet{Spins: []float64{150, 170}, Cores: []float64{2, 1.9}, Procs: 2}
	restless := table.Quiet{Spins: []float64{150, 450}, Cores: []float64{2, 1.9}, Procs: 2}
	lay([]*measured{
		{flow.Work{Name: "chain/copies=1"}, []float64{1000, 1200}, []float64{250, 400}, []float64{1000, 800}, []float64{2000, 2000}, quiet},
		{flow.Work{Name: "hop/copies=1", Unit: flow.Microseconds}, []float64{20, 10}, []float64{40, 40}, nil, nil, restless},
	}).Text(os.Stdout)
	// Output:
	// Flowgraphs
	//   over all: spin ping-pong 160 (150–450) ns, cores 1.95 (1.90–2.00); 1 of 2 rows quiet
	//   work             unit   ours               GNU Radio          ours is              by hand          of by hand        floor              of the floor   quiet
	//   chain/copies=1   Ms/s   1100 (1000–1200)   325 (250–400)      3.50 x (3.00–4.00)   900 (800–1000)   125 % (100–150)   2000 (2000–2000)   55 % (50–60)   yes, 2 of 2
	//   hop/copies=1     µs     15.0 (10.0–20.0)   40.0 (40.0–40.0)   3.00 x (2.00–4.00)   -                -                 -                  -              no, 1 of 2
}

// To start a graph takes time, which must not be taken for the samples'.
func TestCalibrateSeesThroughTheStart(t *testing.T) {
	const start, length = 20 * time.Millisecond, 100 * time.Millisecond
	took := func(samples int) time.Duration { return start + time.Duration(samples) }
	s := side{run: func(samples int) (flow.Result, error) {
		return flow.Result{Samples: samples, Took: took(samples)}, nil
	}}
	if err := s.calibrate(length); err != nil || took(s.samples) < length/2 || took(s.samples) > 2*length {
		t.Errorf("%d samples take %v: %v", s.samples, took(s.samples), err)
	}
}

func TestParse(t *testing.T) {
	chain, hop := flow.Work{Name: "chain/copies=1"}, flow.Work{Name: "hop/copies=1", Unit: flow.Microseconds}
	for _, test := range []struct {
		line string
		work flow.Work
		want float64 // the figure; 0: an error
	}{
		{"chain/copies=1 samples=3000000 seconds=1.5 Ms/s=2.000\n", chain, 2},
		{"hop/copies=1 samples=3000000 seconds=1.5 p50us=29.125\n", hop, 29.125},
		{"hop/copies=1 samples=3000000 seconds=1.5 Ms/s=2.000\n", hop, 0},
		{"chain/copies=1 samples=3000000 seconds=0 Ms/s=2.000\n", chain, 0},
		{"chain/copies=1 samples=3000000\n", chain, 0},
		{"chain/copies=1 samples= seconds=1.5\n", chain, 0},
		{"chain/copies=2 samples=3000000 seconds=1.5 Ms/s=2.000\n", chain, 0},
		{"", chain, 0},
	} {
		r, err := parse(test.line, test.work)
		if (err != nil) != (test.want == 0) || err == nil && test.work.Unit.Of(r) != test.want {
			t.Errorf("%q: %+v, %v", test.line, r, err)
		}
	}
}
