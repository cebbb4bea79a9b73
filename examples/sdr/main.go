// Command sdr is a receiver for broadcast FM in stereo: it takes any number of
// stations out of one recording at the same time and writes a WAV file for
// each, a picture of the spectrum and a table. Without arguments it first makes
// the signal it receives. See sdr -h.
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

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args)
	if err == nil {
		err = receive(ctx, o, stdout, stderr)
	}
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, help)
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "sdr: %s (sdr -h explains)\n", oneLine(err))
		return 2
	}
	fmt.Fprintf(stderr, "sdr: %s\n", explain(ctx, err))
	return 1
}

// explain puts an error on one line, in words for who typed the command.
func explain(ctx context.Context, err error) string {
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
