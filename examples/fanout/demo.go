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
	w, err := ends.create(o.stream)
	if err != nil {
		return err
	}
	defer w.Close()

	fates := make([]fate, 1+len(subscribers))
	errs := make([]error, len(fates))
	var all sync.WaitGroup
	for i, kind := range subscribers {
		c := c
		if kind.role != "strip" { // that is what is shown
			c.out = io.Discard
		}
		s, err := kind.start(o, c)
		if err != nil {
			return err
		}
		defer s.discard()
		r, err := ends.open(ctx, o.stream, false)
		if err != nil {
			return err
		}
		defer r.Close()
		all.Go(func() {
			defer r.Close() // who has failed holds nobody up
			m, err := subscribe(context.WithoutCancel(ctx), kind.role, r, s, 0)
			fates[1+i], errs[1+i] = fate{role: kind.role, report: &m}, err
		})
	}
	m, err := publish(ctx, w, src, o.speed)
	fates[0], errs[0] = fate{role: "publish", report: &m}, err
	all.Wait()
	if _, err := fmt.Fprintln(c.out, summary(fates)+because(m.Ended)); err != nil {
		return err
	}
	return errors.Join(errs...)
}
