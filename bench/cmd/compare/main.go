// Command compare puts the streams of this project beside their peers: the
// same work in the same run, in turn, several times over, and prints ratios
// with their spread.
//
//	go run ./cmd/compare                  # everything, a few minutes
//	go run ./cmd/compare -run 'stream/batch=64/readers=1'
//	go run ./cmd/compare -short -run wake
//	go run ./cmd/compare -markdown > table.md
//
// The tables go to standard output, the progress to standard error.
package main

import (
	"os"
	"time"

	"github.com/seed-ff569660/seamless/bench"
	"github.com/seed-ff569660/seamless/bench/internal/rounds"
)

func main() { os.Exit(compare.Run(os.Args[1:], os.Stdout, os.Stderr)) }

var compare = rounds.Command{
	Name: "compare", Help: help, Cases: bench.Cases,
	Doors: []string{"circular", "lockfree"}, Time: 100 * time.Millisecond,
}

const help = `compare puts the streams of this project beside what a Go program would use
otherwise. All peers do the same work in turn, A B C A B C, several times over.

  go run ./cmd/compare [flags]

Each table is one work of one shape. Its columns:

  the figure       median over the rounds, and least to most
  of the floor     this peer's speed as a share of the floor's: one goroutine
                   doing the bare work
  circular is      how many times as fast as this peer circular is
  lockfree is      the same of lockfree
  waits            sleeps for a million items, where the peer counts them

A ratio is made in every round, of two figures measured next to each other; the
table has the median of the ratios, and least to most. Above each table stand
what a spin ping-pong took in the same rounds, which shows where the two cores
lay, and how many cores the program really got. NOT QUIET means that the first
varied by more than half, or that a tenth of the cores or more was missing: do
not quote such a table, run again. Work of a single goroutine is timed in pieces
of which the median counts; it needs one core only, and NOT QUIET means that the
floor varied by more than a quarter.

`
