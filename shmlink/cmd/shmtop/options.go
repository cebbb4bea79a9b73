package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

const help = `shmtop shows the live streams of package shmlink, as they are to this user.

  shmtop              all of them, a line each
  shmtop NAME         one, with its readers

On a terminal it looks once a second, until Ctrl-C or, of one stream, its end. Else,
and with -once, it looks twice, a second apart, and prints one table.

  -every D         time between two looks, as 200ms or 5s; default: 1s
  -once            one table, also on a terminal
  -json            one JSON document in place of the table: of all streams an array, of
                   one an object, with the rates in items a second, as far as known

Columns
  RATE             items a second between the last two looks
  BYTES            the same in bytes
  LAG              items produced that the slowest reader, or this one, has not consumed
  RING             the lag as a part of the ring; a reader that blocks holds the writer
                   up at 100 %
  MOST             the largest lag that the reader met when it looked
  LOST             items that readers which drop did not get
  WAITS            times the reader, or the writer, went to sleep: one that keeps up does

Streams whose names begin with @ are not listed; shmtop NAME shows them. Nothing that
shmtop does holds a stream up. Exit status: 0 all is well, 1 there is no such stream or
none at all, 2 the arguments make no sense.
`

// options are the arguments.
type options struct {
	name       string // "": all streams
	every      time.Duration
	once, json bool
}

// parse reads the arguments. flag.ErrHelp asks for the help.
func parse(args []string) (o options, err error) {
	f := flag.NewFlagSet("shmtop", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	o.every = time.Second
	f.Func("every", "", func(s string) (err error) {
		if o.every, err = time.ParseDuration(s); err != nil || o.every < time.Millisecond || o.every > time.Hour {
			err = errors.New("a time between two looks is 1ms to 1h")
		}
		return err
	})
	f.BoolVar(&o.once, "once", false, "")
	f.BoolVar(&o.json, "json", false, "")
	for first := true; first || f.NArg() > 0; first = false { // flags may come behind the name
		if err := f.Parse(args); err != nil {
			return o, err
		}
		if args = f.Args(); len(args) == 0 {
			break
		}
		if o.name != "" {
			return o, fmt.Errorf("one stream at a time, and not %q beside %q", args[0], o.name)
		}
		if o.name = args[0]; strings.TrimSpace(o.name) == "" {
			return o, errors.New("a stream has a name")
		}
		args = args[1:]
	}
	return o, nil
}
