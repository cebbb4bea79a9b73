//go:build linux

// Command cross puts shmlink beside sockets and pipes, between real processes:
// the same work in the same run, in turn, several times over, and prints ratios
// with their spread.
//
//	go run ./cmd/cross                    # everything, some twenty minutes
//	go run ./cmd/cross -run 'roundtrip|stream/batch=4KiB/readers=1/'
//	go run ./cmd/cross -short
//	go run ./cmd/cross -markdown > table.md
//
// The tables go to standard output, the progress to standard error.
package main

import (
	"os"
	"time"

	"github.com/seed-ff569660/seamless/bench/cross"
	"github.com/seed-ff569660/seamless/bench/internal/rounds"
)

func main() {
	cross.Serve()
	os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr))
}

var command = rounds.Command{
	Name: "cross", Help: help, Cases: cross.Cases, Doors: cross.Doors, Time: 200 * time.Millisecond,
}

const help = `cross puts shmlink beside what processes would hand items over by otherwise. All
peers do the same work in turn, A B C A B C, several times over, in processes of
their own: this program, started again.

  go run ./cmd/cross [flags]

Each table is one work of one shape; package bench/cross says what they are. The
columns:

  the figure        median over the rounds, and least to most; items are words
                    of 8 bytes, in message 64 bytes
  of the floor      this peer's speed as a share of the first floor's: memcpy is
                    one process that does the bare work, words are two that look
                    at one word each, pages and lines that load a word for each
                    reader, so far apart
  shmlink... is     how many times as fast as this peer it is: shmlink uses the
                    items where they lie, -copy copies them out as a socket does;
                    -spin, -block and -poll are the ways in which a reader waits
  waits             sleeps for a million items, of all ends together

A ratio is made in every round, of two figures measured next to each other; the
table has the median of the ratios, and least to most. The processes of a case
keep their processors: the writer has the first, the readers the others and,
where there are more of them, the first as well. Above each table stand what a
spin ping-pong took in the same rounds, and how many cores the program really
got; NOT QUIET means that the first varied by more than half, or that a tenth of
the cores or more was missing: do not quote such a table, run again.

`
