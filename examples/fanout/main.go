// Command fanout sends an electrocardiogram from one process to many: a publisher,
// and subscribers that find the beats, record it, and show it. Without arguments it
// runs all of them for 15 seconds. See fanout -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

// console is what a command has instead of the process.
type console struct {
	in       io.Reader
	out, log io.Writer
	across   streams  // between processes; nil where there are none
	self     []string // what starts this program anew
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	c := console{in: os.Stdin, out: os.Stdout, log: os.Stderr, across: betweenProcesses()}
	if self, err := os.Executable(); err == nil {
		c.self = []string{self}
	}
	status := run(ctx, os.Args[1:], c)
	stop()
	os.Exit(status)
}

// run is main without the process; it returns the exit status.
func run(ctx context.Context, args []string, c console) int {
	if len(args) > 0 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help") {
		fmt.Fprint(c.out, help)
		return 0
	}
	title, cmd, rest, err := choose(args)
	if err == nil {
		err = cmd.run(ctx, rest, c)
	}
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(c.out, cmd.help)
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(c.log, "%s: %s (%s -h explains)\n", title, oneLine(err), cmd.title())
		return 2
	}
	fmt.Fprintf(c.log, "%s: %s\n", title, oneLine(err))
	return 1
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
