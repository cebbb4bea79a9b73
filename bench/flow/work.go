package flow

import (
	"slices"
	"time"
)

// Work is one flowgraph of one shape.
type Work struct {
	Name  string // chain/copies=4: the kind and its parameters
	Unit  Unit   // of the figure
	Bytes int    // of a sample at the source

	Ours  Run // on a pipeline
	Hand  Run // on rings and one goroutine, written for this graph; nil: there is none
	Floor Run // the bare work in a loop on one goroutine; nil: there is none
}

// Run does a work once, on a graph of its own. Each source makes the samples
// asked for, rounded down to what the work can be cut into. The error is that
// of the graph, or says what has not arrived.
type Run func(samples int) (Result, error)

// Result is what one run gave.
type Result struct {
	Samples int           // made by all sources together
	Took    time.Duration // from the start of the graph until all of it had ended
	Age     time.Duration // half of the samples were younger at the sink; only where Unit is Microseconds
}

// Unit is what a work is about.
type Unit int

const (
	MegaSamples  Unit = iota // 10^6 samples a second at the sources: more is better
	Microseconds             // median age of a sample at the sink: less is better
)

// String returns the unit as tables write it.
func (u Unit) String() string {
	if u == MegaSamples {
		return "Ms/s"
	}
	return "µs"
}

// Of returns the figure of a run.
func (u Unit) Of(r Result) float64 {
	if u == MegaSamples {
		return float64(r.Samples) / r.Took.Seconds() / 1e6
	}
	return float64(r.Age.Nanoseconds()) / 1e3
}

// Faster returns how many times as good figure a is as b.
func (u Unit) Faster(a, b float64) float64 {
	if u == MegaSamples {
		return a / b
	}
	return b / a
}

// Works returns all works, those of one kind next to each other.
func Works() []Work {
	return slices.Concat(chains(), fans(), fm(), random(), filters(), hops(), ages(), tagged())
}
