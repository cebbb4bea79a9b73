package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless/shmlink"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// twice looks two times and returns what it saw then, with the rates.
func twice(ctx context.Context, o options) ([]state, error) {
	before, err := look(ctx, o.name, nil)
	if err != nil || len(before) == 0 {
		return nil, err
	}
	if err := pause(ctx, o.every); err != nil {
		return nil, err
	}
	return look(ctx, o.name, before)
}

// show prints one table.
func show(ctx context.Context, o options, w io.Writer) error {
	all, err := twice(ctx, o)
	if err == nil && len(all) == 0 {
		err = errors.New(nothing())
	}
	if err != nil {
		return err
	}
	return o.print(w, all)
}

// print prints what is to be seen of a look.
func (o options) print(w io.Writer, all []state) error {
	switch {
	case o.name != "":
		return detail(w, all[0])
	case len(all) == 0:
		_, err := fmt.Fprintln(w, nothing())
		return err
	}
	return table(w, all)
}

// nothing says that there are no streams, and where there would be.
func nothing() string {
	folder, err := shm.Folder()
	if err != nil {
		return oneLine(err)
	}
	return "there are no streams in " + plain(folder)
}

// Sequences for a terminal. Lines longer than it is wide are cut off, so that
// what is shown begins where it began.
const (
	begin    = "\x1b[?7l\x1b[2J"
	home     = "\x1b[H"
	lineRest = "\x1b[K\n"
	rest     = "\x1b[J"
	restore  = "\x1b[?7h"
)

// follow shows the streams in place until ctx ends, or the stream it is about.
func follow(ctx context.Context, o options, w io.Writer) (err error) {
	all, err := look(ctx, o.name, nil)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, begin); err != nil {
		return err
	}
	defer func() { _, _ = io.WriteString(w, restore) }()
	for {
		var b bytes.Buffer
		if err := o.print(&b, all); err != nil {
			return err
		}
		if _, err := io.WriteString(w, home+strings.ReplaceAll(b.String(), "\n", lineRest)+rest); err != nil {
			return err
		}
		if err := pause(ctx, o.every); err != nil {
			return nil
		}
		now, err := look(ctx, o.name, all)
		switch {
		case ctx.Err() != nil:
			return nil
		case o.name != "" && errors.Is(err, shmlink.ErrNoStream):
			_, err = fmt.Fprintf(w, "%s has ended\n", plain(o.name))
			return err
		case err != nil:
			return err
		}
		all = now
	}
}

// pause waits.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// isTerminal tells whether somebody looks at a file.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
