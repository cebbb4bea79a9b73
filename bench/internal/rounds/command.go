package rounds

import (
	"flag"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/seed-ff569660/seamless/bench"
	"github.com/seed-ff569660/seamless/bench/internal/table"
)

// Command is a program that measures cases and prints a table for each group.
// The tables go to standard output, the progress to standard error.
type Command struct {
	Name  string
	Help  string // what stands above the flags
	Cases func() []bench.Case
	Doors []string      // peers that get a column with how they compare to all others
	Time  time.Duration // how long one measurement takes if nobody says
}

// Run measures what the arguments ask for and returns the exit code.
func (c Command) Run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, c.Help)
		flags.PrintDefaults()
	}
	pattern := flags.String("run", "", "only cases whose name matches this `regexp`, for example 'stream/.*readers=1/'")
	rounds := flags.Int("rounds", 7, "how often each case is measured")
	length := flags.Duration("time", c.Time, "how long one measurement takes")
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
		fmt.Fprintf(stderr, "%s: need a regular expression, at least one round, some time and no other arguments; see -h (%d rounds of %v, %q, %v)\n",
			c.Name, *rounds, *length, flags.Args(), err)
		return 2
	}

	groups, cases := grouped(c.Cases(), match)
	if cases == 0 {
		fmt.Fprintf(stderr, "%s: no case matches %q; -list prints their names\n", c.Name, *pattern)
		return 1
	}
	if *list {
		for _, g := range groups {
			for _, one := range g {
				fmt.Fprintln(stdout, one.Name())
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
			fmt.Fprintf(stderr, "%s: %v\n", c.Name, err)
			return 1
		}
		render(m.table(c.Doors), stdout)
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
