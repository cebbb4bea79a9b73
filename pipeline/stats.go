package pipeline

import "time"

// Stats is how a pipeline is doing at one moment, with counts from its
// beginning; or, from [Stats.Since], what happened between two moments. Its
// JSON names carry the units.
type Stats struct {
	State   string        `json:"state"`      // "built", "running" or "ended"
	Taken   time.Time     `json:"taken"`      // when
	Elapsed time.Duration `json:"elapsed_ns"` // that the counts are of; the rates are averages over it
	Blocks  []BlockStats  `json:"blocks"`     // once it runs, each after those it reads from
	Streams []StreamStats `json:"streams"`    // in the order of the blocks that make them
}

// BlockStats is how a block is doing.
//
// Working, Starved and Full need not add up to the time elapsed: of the rest
// the block could have gone on, but the goroutine worked on other blocks of its
// run, or was not given a processor.
type BlockStats struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`  // "source", "transform", "sink", "go"; "from" and "to" for the ends of streams outside
	Run   uint64 `json:"run"`   // number of the run, and so the goroutine, that works on it; 0: none, or for "go" its own
	Ended bool   `json:"ended"` // it will not be called again

	Calls   uint64  `json:"calls"`     // 0 for "go"
	In      uint64  `json:"in_items"`  // used, of all its inputs together
	Out     uint64  `json:"out_items"` // made, of all its outputs together
	InRate  float64 `json:"in_items_per_s"`
	OutRate float64 `json:"out_items_per_s"`

	// Working is the time in its calls that have returned, estimated: short calls are timed in
	// one of 32 rounds, which then counts for all of them. For a source or a
	// sink it includes what they wait for themselves, and for "go" it is all
	// the time it was not blocked.
	Working time.Duration `json:"working_ns"`
	Starved time.Duration `json:"blocked_on_input_ns"`  // its goroutine slept while it wanted items
	Full    time.Duration `json:"blocked_on_output_ns"` // its goroutine slept while it wanted room
}

// StreamStats is how a stream is doing. Where its one reader or its writer is
// joined to a stream from outside it has no ring, and a capacity of 0.
type StreamStats struct {
	Name   string `json:"name"`
	From   string `json:"from"`   // block that makes it
	Output int    `json:"output"` // which of the outputs of that block, from 0

	Items uint64  `json:"items"` // made
	Rate  float64 `json:"items_per_s"`
	Tags  uint64  `json:"tags"`       // made; for a stream from outside that is read directly they are not counted
	Lost  uint64  `json:"lost_items"` // by a lossy reader outside, from which the stream comes

	ItemBytes  int           `json:"item_bytes"`
	Capacity   int           `json:"capacity_items"` // of the ring; 0 before it is made
	Limit      int           `json:"limit_items"`    // unread at most, see Stream.Limit; with a MaxLatency what it amounts to now; 0: none
	MaxLatency time.Duration `json:"max_latency_ns"` // see Stream.MaxLatency; 0: none
	Fill       int           `json:"fill_items"`     // that the slowest reader has yet to use
	MaxFill    int           `json:"max_fill_items"` // the highest fill that a reader met when it looked
	Wakes      uint64        `json:"wakes"`          // of sleeping readers, by the writer

	Readers []ReaderStats `json:"readers"`
}

// ReaderStats is how a reader of a stream is doing. In one snapshot Items and
// Lag of a reader that has not left add up to the Items of the stream.
type ReaderStats struct {
	Block   string        `json:"block"`
	Left    bool          `json:"left"`  // it reads no more
	Items   uint64        `json:"items"` // used
	Lag     int           `json:"lag_items"`
	LagTime time.Duration `json:"lag_ns"` // that the items of the lag took to come, at the stream's rate; 0 where nothing came
	Wakes   uint64        `json:"wakes"`  // of a sleeping writer, by this reader
}
