// Command sdr turns the samples of a radio into what is sent there: broadcast
// FM in stereo with RDS, the positions of aircraft, pictures of the spectrum.
// Without arguments it makes the signal it receives. See sdr -h.
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

	"github.com/seed-ff569660/seamless/pipeline"
)

// console is what a command has instead of the process.
type console struct {
	in       io.Reader
	out, log io.Writer
}

func main() {
	keepFromDying()
	ctx, stop := signal.NotifyContext(context.Background(), interrupts...)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	status := run(ctx, os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// errPartly is the error of a command that was interrupted and has told what it
// knew by then.
var errPartly = errors.New("interrupted: this is what came so far")

// run is main without the process; it returns the exit status.
func run(ctx context.Context, args []string, c console) int {
	if len(args) > 0 && (args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help") {
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
	if !nobodyReads(err) { // who has heard enough needs no message
		fmt.Fprintf(c.log, "%s: %s\n", title, explain(ctx, err))
	}
	return 1
}

// explain puts an error on one line, in words for who typed the command.
func explain(ctx context.Context, err error) string {
	if errors.Is(err, errPartly) {
		return err.Error()
	}
	if ctx.Err() != nil {
		return "interrupted, nothing written"
	}
	var block *pipeline.BlockError
	if errors.As(err, &block) {
		return block.Block + ": " + oneLine(block.Err)
	}
	return oneLine(err)
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
