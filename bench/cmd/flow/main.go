// Command flow puts the flowgraphs of this project beside GNU Radio: the same
// work in the same run, in turn, several times over, and prints ratios with
// their spread.
//
//	make -C gnuradio && go run ./cmd/flow -gnuradio gnuradio/flowgraphs
//	go run ./cmd/flow                     # ours and the floors alone
//	go run ./cmd/flow -short -run 'chain|fm'
//	go run ./cmd/flow -markdown > table.md
//
// The table goes to standard output, the progress to standard error.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/seed-ff569660/seamless/bench/flow"
	"github.com/seed-ff569660/seamless/bench/internal/table"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const help = `flow puts the flowgraphs of this project beside those of GNU Radio. All do the
same work in turn, A B C A B C, several times over.

  make -C gnuradio
  go run ./cmd/flow -gnuradio gnuradio/flowgraphs [flags]

Each row is one work; package bench/flow says what they are. The columns:

  ours, GNU Radio   million samples a second at the sources, or how old a sample
                    is at the sink, the median of a run in µs: each the median
                    over the rounds, and least to most
  ours is           how many times as fast as GNU Radio ours is
  by hand           the same graph on package lockfree's rings and one goroutine,
                    written for it alone, in batches of 16 KiB
  floor             the bare work in a loop on one goroutine
  of by hand,       our speed as a share of that; where both cores have work it may
  of the floor      be above 100 %
  quiet             rounds in which the program had nine tenths of the cores, and
                    a spin ping-pong took no more than 1.5 times the shortest; the
                    row is quiet if most had the cores and no ping-pong was longer

A ratio is made in every round, of two figures measured next to each other. Do
not quote a row that is not quiet: run again. What is timed is a whole run of a
graph. Its start and end are part of it and take up to 30 ms, most in GNU Radio:
with much less than a second for a measurement the figures show that instead.

`

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("flow", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, help)
		flags.PrintDefaults()
	}
	pattern := flags.String("run", "", "only works whose name matches this `regexp`, for example 'chain|copies=8'")
	program := flags.String("gnuradio", "", "the `program` made in gnuradio; without it ours and the floors alone")
	rounds := flags.Int("rounds", 7, "how often each work is measured")
	length := flags.Duration("time", time.Second, "how long one measurement takes")
	short := flags.Bool("short", false, "2 rounds of 50 ms: to see that it works, not to be quoted")
	markdown := flags.Bool("markdown", false, "print Markdown")
	list := flags.Bool("list", false, "print the names of the works and do nothing")
	switch err := flags.Parse(args); {
	case err == flag.ErrHelp:
		return 0
	case err != nil:
		return 2
	}
	if *short {
		*rounds, *length = 2, 50*time.Millisecond
	}
	match, err := regexp.Compile(*pattern)
	if err != nil || *rounds < 1 || *length <= 0 || flags.NArg() != 0 {
		fmt.Fprintf(stderr, "flow: need a regular expression, at least one round, some time and no other arguments; see -h (%d rounds of %v, %q, %v)\n",
			*rounds, *length, flags.Args(), err)
		return 2
	}

	var works []flow.Work
	for _, w := range flow.Works() {
		if match.MatchString(w.Name) {
			works = append(works, w)
		}
	}
	if len(works) == 0 {
		fmt.Fprintf(stderr, "flow: no work matches %q; -list prints their names\n", *pattern)
		return 1
	}
	if *list {
		for _, w := range works {
			fmt.Fprintln(stdout, w.Name)
		}
		return 0
	}

	var rows []*measured
	for i, w := range works {
		fmt.Fprintf(stderr, "%2d/%d %s ", i+1, len(works), w.Name)
		m, err := measure(w, *program, *rounds, *length, func() { fmt.Fprint(stderr, ".") })
		fmt.Fprintln(stderr)
		if err != nil {
			fmt.Fprintf(stderr, "flow: %v\n", err)
			return 1
		}
		rows = append(rows, m)
	}
	render := table.Table.Text
	if *markdown {
		render = table.Table.Markdown
	}
	fmt.Fprintf(stdout, "%s\n%d rounds of %v.\n", table.Machine(), *rounds, *length)
	render(lay(rows), stdout)
	return 0
}
