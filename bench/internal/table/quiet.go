package table

import (
	"fmt"
	"runtime"

	"github.com/seed-ff569660/seamless/bench"
)

// NotQuiet ends the note of a table that is to be thrown away.
const NotQuiet = ": NOT QUIET, run again"

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

// Rounds returns how many rounds were quiet for themselves: they had the cores,
// and the cores lay where they did in the best one.
func (q *Quiet) Rounds() (n int) {
	least := SpreadOf(q.Spins).Least
	for i, spin := range q.Spins {
		if spin <= 1.5*least && q.Cores[i] >= 0.9*float64(q.Procs) {
			n++
		}
	}
	return n
}

// Add adds the rounds of another.
func (q *Quiet) Add(r Quiet) {
	q.Spins, q.Cores, q.Procs = append(q.Spins, r.Spins...), append(q.Cores, r.Cores...), r.Procs
}

// Note says how the machine was, and whether that was too restless.
func (q *Quiet) Note() string {
	if !q.Is() {
		return q.String() + NotQuiet
	}
	return q.String()
}

// String says how the machine was.
func (q *Quiet) String() string {
	return fmt.Sprintf("spin ping-pong %v ns, cores %v", SpreadOf(q.Spins), SpreadOf(q.Cores))
}
