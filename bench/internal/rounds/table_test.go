package rounds

import (
	"os"
	"testing"

	"github.com/seed-ff569660/seamless/bench"
	"github.com/seed-ff569660/seamless/bench/internal/table"
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
		quiet:   table.Quiet{Spins: []float64{150, 170}, Cores: []float64{2, 1.9}, Procs: 2},
	}
}

func Example_text() {
	two().table([]string{"circular", "lockfree"}).Text(os.Stdout)
	// Output:
	// stream/batch=64
	//   spin ping-pong 160 (150–170) ns, cores 1.95 (1.90–2.00)
	//   peer       Ms/s               of the floor   circular is          waits/Mitem
	//   circular   1100 (1000–1200)   55 % (50–60)   -                    12.0 (12.0–12.0)
	//   channel    400 (300–500)      20 % (15–25)   3.00 x (2.00–4.00)   -
	//   floor      2000 (2000–2000)   -              0.55 x (0.50–0.60)   -
}

func Example_markdown() {
	two().table([]string{"circular", "lockfree"}).Markdown(os.Stdout)
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

// Less is better in nanoseconds: the ratio must turn round.
func TestFasterInBothUnits(t *testing.T) {
	if got := bench.MegaItems.Faster(1000, 500); got != 2 {
		t.Errorf("1000 Ms/s are %v times as fast as 500, want 2", got)
	}
	if got := bench.Nanoseconds.Faster(10, 30); got != 3 {
		t.Errorf("10 ns are %v times as fast as 30, want 3", got)
	}
}
