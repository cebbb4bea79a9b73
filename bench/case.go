package bench

import (
	"fmt"
	"slices"
	"time"
)

// Case is one peer doing one work.
type Case struct {
	Work  string // stream, cycle, ...
	Shape string // the parameters: batch=64/readers=1
	Peer  string
	Role  Role

	Items int  // that one operation moves
	Bytes int  // that one operation moves; 0: not what the work is about
	Unit  Unit // of the figure
	Alone bool // one goroutine does it all, so it may be timed in pieces

	New func() (*Subject, error) // makes what the peer needs; not part of what is timed
}

// Group names the cases that may be compared with each other.
func (c Case) Group() string { return c.Work + "/" + c.Shape }

// Name names the case.
func (c Case) Name() string { return c.Group() + "/peer=" + c.Peer }

// Subject is a case made ready.
type Subject struct {
	// Run does the work ops times and checks what came out. It may be called
	// again after it has returned nil. After an error goroutines of it may be
	// left behind.
	Run func(ops int) error

	// Close gives back what the subject holds. It may be nil.
	Close func()

	// Clock returns the time that has gone by, as far as it is what the work
	// is about. Where it is nil that is all of it.
	Clock func() time.Duration

	// Counts returns what the ends have counted since the subject was made.
	// It may be nil.
	Counts func() Counts
}

// Counts says how often the ends of a stream went to sleep and were woken.
type Counts struct{ Items, Waits, Wakes uint64 }

// Since returns the sleeps and wakes since an earlier count, of all ends
// together, for a million items.
func (c Counts) Since(before Counts) (waits, wakes float64) {
	million := float64(c.Items-before.Items) / 1e6
	return float64(c.Waits-before.Waits) / million, float64(c.Wakes-before.Wakes) / million
}

// Release closes the subject.
func (s *Subject) Release() {
	if s.Close != nil {
		s.Close()
	}
}

// Role says on which side of a comparison a case stands.
type Role int

const (
	Peer  Role = iota // what one would use otherwise
	Ours              // a front door of this project
	Floor             // what the machine does when nothing is handed over, or nothing but that
)

// Unit is the unit of a figure.
type Unit int

const (
	MegaItems   Unit = iota // 10^6 items a second: more is better
	Nanoseconds             // per item: less is better
	Percent                 // of a processor, where an item is a millisecond: less is better
)

// String returns the unit as benchmarks write it.
func (u Unit) String() string {
	switch u {
	case MegaItems:
		return "Ms/s"
	case Percent:
		return "% of a processor"
	}
	return "ns/item"
}

// Of returns the figure of so many items in so much time.
func (u Unit) Of(items int, took time.Duration) float64 {
	switch u {
	case MegaItems:
		return float64(items) / took.Seconds() / 1e6
	case Percent:
		return 100 * float64(took) / float64(time.Duration(items)*time.Millisecond)
	}
	return float64(took.Nanoseconds()) / float64(items)
}

// Faster returns how many times as fast a is as b.
func (u Unit) Faster(a, b float64) float64 {
	if u == MegaItems {
		return a / b
	}
	return b / a
}

// Cases returns all cases, those of one group next to each other.
func Cases() []Case {
	return slices.Concat(streams(), blocking(), cycles(), messages(), wakes(), parks(), tagged(), idles())
}

// wrong is what a work fails with whose items did not all arrive.
func wrong(got, want float64) error {
	return fmt.Errorf("the items that arrived sum up to %.0f, not %.0f", got, want)
}
