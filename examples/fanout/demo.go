package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
)

// demoSeconds is the length of the demonstration where nothing else says it.
const demoSeconds = 15

// runDemo is fanout without a command.
func runDemo(ctx context.Context, args []string, c console) error {
	var o options
	f := newFlags("fanout")
	o.publishFlags(f)
	o.commonFlags(f)
	o.leadFlag(f)
	o.outFlag(f)
	f.BoolVar(&o.oneProcess, "one-process", false, "")
	given, err := parse(f, args)
	if err == nil {
		err = o.checkSource(given)
	}
	if err != nil {
		return err
	}
	if o.in == "" && o.seconds == 0 {
		o.seconds = demoSeconds
	}
	o.stream, o.rows = "ecg", 12
	if o.oneProcess || c.across == nil {
		return inOneProcess(ctx, o, c)
	}
	return supervise(ctx, o, c)
}

// inOneProcess runs the publisher and the subscribers in goroutines. An interrupt ends
// the publisher in order, and with it the others.
func inOneProcess(ctx context.Context, o options, c console) error {
	src, err := o.open()
	if err != nil {
		return err
	}
	defer src.close()
	ends := inProcess{}
	w, err := ends.create(o.stream, nil)
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := fmt.Fprintln(c.out, "one process: publish, detect, record, strip"); err != nil {
		return err
	}
	all := make([]subscriber, len(subscribers))
	readers := make([]reader, len(subscribers))
	for i, kind := range subscribers {
		c := c
		if kind.role != "strip" { // that is what is shown
			c.out = io.Discard
		}
		if all[i], err = kind.start(o, c); err != nil {
			return err
		}
		defer all[i].discard()
		if readers[i], err = ends.open(ctx, o.stream, false); err != nil {
			return err
		}
		defer readers[i].Close()
	}
	fates := make([]fate, 1+len(all))
	errs := make([]error, len(fates))
	var running sync.WaitGroup
	for i, s := range all {
		running.Go(func() {
			defer readers[i].Close() // who has failed holds nobody up
			role := subscribers[i].role
			m, err := subscribe(context.WithoutCancel(ctx), role, readers[i], s, 0)
			fates[1+i], errs[1+i] = fate{role, &m}, err
		})
	}
	m, err := publish(ctx, w, src, o.speed)
	fates[0], errs[0] = fate{"publish", &m}, err
	running.Wait()
	if _, err := fmt.Fprintln(c.out, summary(fates)); err != nil {
		return err
	}
	return errors.Join(errs...)
}
