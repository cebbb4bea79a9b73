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
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/seed-ff569660/seamless/bench"
	"github.com/seed-ff569660/seamless/bench/internal/table"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

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

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("compare", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, help)
		flags.PrintDefaults()
	}
	pattern := flags.String("run", "", "only cases whose name matches this `regexp`, for example 'stream/.*readers=1/'")
	rounds := flags.Int("rounds", 7, "how often each case is measured")
	length := flags.Duration("time", 100*time.Millisecond, "how long one measurement takes")
	short := flags.Bool("short", false, "3 rounds of 20 ms: to see that it works, not to be quoted")
	markdown := flags.Bool("markdown", false, "print Markdown")
	list := flags.Bool("list", false, "print the names of the cases and do nothing")
	switch err := flags.Parse(args); {
	case err == flag.ErrHelp:
		return 0
	case err != nil:
		return 2
	}
	if *short {
		*rounds, *length = 3, 20*time.Millisecond
	}
	match, err := regexp.Compile(*pattern)
	if err != nil || *rounds < 1 || *length <= 0 || flags.NArg() != 0 {
		fmt.Fprintf(stderr, "compare: need a regular expression, at least one round, some time and no other arguments; see -h (%d rounds of %v, %q, %v)\n",
			*rounds, *length, flags.Args(), err)
		return 2
	}

	groups, cases := grouped(bench.Cases(), match)
	if cases == 0 {
		fmt.Fprintf(stderr, "compare: no case matches %q; -list prints their names\n", *pattern)
		return 1
	}
	if *list {
		for _, g := range groups {
			for _, c := range g {
				fmt.Fprintln(stdout, c.Name())
			}
		}
		return 0
	}

	render := table.Table.Text
	if *markdown {
		render = table.Table.Markdown
	}
	fmt.Fprintf(stderr, "%d cases in %d groups, %d rounds of %v: about %v\n", cases, len(groups), *rounds, *length,
		(time.Duration(cases**rounds) * *length * 3 / 2).Round(time.Second))
	fmt.Fprintf(stdout, "%s\n%d rounds of %v.\n", table.Machine(), *rounds, *length)
	for i, g := range groups {
		fmt.Fprintf(stderr, "%2d/%d %s ", i+1, len(groups), g[0].Group())
		m, err := measure(g, *rounds, *length, func() { fmt.Fprint(stderr, ".") })
		fmt.Fprintln(stderr)
		if err != nil {
			fmt.Fprintf(stderr, "compare: %v\n", err)
			return 1
		}
		render(m.table(), stdout)
	}
	return 0
}

// grouped returns the cases that match, those of one group together, and how
// many they are.
func grouped(cases []bench.Case, match *regexp.Regexp) (groups [][]bench.Case, n int) {
	last := ""
	for _, c := range cases {
		if !match.MatchString(c.Name()) {
			continue
		}
		if c.Group() != last {
			groups, last = append(groups, nil), c.Group()
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], c)
		n++
	}
	return groups, n
}
