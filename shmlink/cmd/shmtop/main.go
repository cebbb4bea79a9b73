// Command shmtop shows the streams of package shmlink that are live: what is in
// them, how fast they run, who reads them and who lags. See shmtop -h.
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

// console is what the command has instead of the process.
type console struct {
	out, log io.Writer
	terminal bool // out is one
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	status := run(ctx, os.Args[1:], console{os.Stdout, os.Stderr, isTerminal(os.Stdout)})
	stop()
	os.Exit(status)
}

// run is main without the process; it returns the exit status.
func run(ctx context.Context, args []string, c console) int {
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = fmt.Fprint(c.out, help)
		return 0
	case err != nil:
		_, _ = fmt.Fprintf(c.log, "shmtop: %s (shmtop -h explains)\n", oneLine(err))
		return 2
	}
	switch {
	case o.json:
		err = tell(ctx, o, c.out)
	case o.once, !c.terminal:
		err = show(ctx, o, c.out)
	default:
		err = follow(ctx, o, c.out)
	}
	if err != nil && ctx.Err() == nil {
		_, _ = fmt.Fprintf(c.log, "shmtop: %s\n", oneLine(err))
		return 1
	}
	return 0
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
