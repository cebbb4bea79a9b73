package table

import (
	"fmt"
	"runtime"

	"github.com/seed-ff569660/seamless/bench"
)

// Quiet is how the machine was in each round.
type Quiet struct {
	Spins []float64 // nanoseconds there and back of a spin ping-pong
	Cores []float64 // processors the program really got
	Procs int       // processors it might have had
}

// Look adds a round. It takes about 20 ms.
func (q *Quiet) Look() error {
	q.Procs = runtime.GOMAXPROCS(0)
	spin, err := bench.Spin()
	if err != nil {
		return fmt.Errorf("the spin ping-pong: %w", err)
	}
	q.Spins = append(q.Spins, float64(spin.Nanoseconds()))
	q.Cores = append(q.Cores, bench.Cores())
	return nil
}

// Is reports whether figures measured in these rounds are worth anything: most
// rounds had the cores, and the cores stayed where they were.
func (q *Quiet) Is() bool {
	spins := SpreadOf(q.Spins)
	return SpreadOf(q.Cores).Median >= 0.9*float64(q.Procs) && spins.Most <= 1.5*spins.Least
}

// Note says how the machine was, and whether that was too restless.
func (q *Quiet) Note() string {
	note := fmt.Sprintf("spin ping-pong %v ns, cores %v", SpreadOf(q.Spins), SpreadOf(q.Cores))
	if !q.Is() {
		note += ": NOT QUIET, run again"
	}
	return note
}
