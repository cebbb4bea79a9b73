package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// grace is how long the subscribers may take to end after the publisher has.
const grace = 10 * time.Second

// supervisor runs the publisher and the subscribers as processes. It is one goroutine,
// which takes what they say as events.
//
//	publish is started; it makes the stream and is ready
//	the others are started; each opens the stream and is ready, or has died
//	a line on its standard input lets publish begin: nobody has missed anything
//	the end of its standard input, or of what it has to publish, lets it end
//	the others find the stream at its end
//
// An interrupt, which a terminal sends to all of them, is the supervisor's to heed. No process
// is left behind when the supervisor is killed: that ends the standard input, too.
type supervisor struct {
	c      console
	o      options
	events chan event
	all    []*child // the publisher first
	begun  bool
	late   <-chan time.Time // when those that live are killed
	forced error
}

// supervise runs all until they have ended, and sums up. That one of them is killed is
// no error; that one fails is.
func supervise(ctx context.Context, o options, c console) error {
	s := &supervisor{c: c, o: o, events: make(chan event)}
	if _, ok := c.out.(*os.File); !ok {
		s.c.out = &locked{to: c.out}
	}
	defer s.killAll()
	if err := s.start("publish", s.publishArgs(), nil); err != nil {
		return err
	}
	interrupted := ctx.Done()
	for s.living() > 0 {
		select {
		case e := <-s.events:
			if err := s.take(e); err != nil {
				return err
			}
		case <-interrupted:
			interrupted = nil
			s.end()
		case <-s.late:
			s.late = nil
			s.forced = fmt.Errorf("%s did not end within %v of the publisher", s.names(), grace)
			for _, c := range s.all {
				c.kill()
			}
		}
	}
	if _, err := fmt.Fprintln(s.c.out, summary(s.fates())); err != nil {
		return err
	}
	return s.failure()
}

// start starts a child.
func (s *supervisor) start(role string, args []string, shown io.Writer) error {
	c, err := start(s.c.self, role, args, shown, s.events)
	if err == nil {
		s.all = append(s.all, c)
	}
	return err
}

// take takes an event.
func (s *supervisor) take(e event) error {
	c := e.from
	switch {
	case e.message == nil:
		c.exited, c.exit = true, e.exit
		if why := c.why(); why != "" {
			s.say("%s (process %d) died: %s", c.role, c.pid(), why)
		}
		if c == s.all[0] {
			s.late = time.After(grace)
		}
	case e.message.Event == ready:
		c.ready = true
		if c == s.all[0] {
			if err := s.startSubscribers(); err != nil {
				return err
			}
		}
	case e.message.Event == report:
		c.report = e.message
		if c.report.Ended != "" {
			s.say("%s (process %d) ended after %d frames: %s", c.role, c.pid(), c.report.Frames, c.report.Ended)
		}
	}
	s.begin()
	return nil
}

func (s *supervisor) startSubscribers() error {
	for _, kind := range subscribers {
		args := []string{"subscribe", kind.role, "-json", "-supervised", "-stream", s.o.stream}
		var shown io.Writer
		switch kind.role {
		case "detect":
			args = append(args, "-lead", strconv.Itoa(s.o.lead))
		case "record":
			args = append(args, "-out", s.o.out)
		case "strip":
			shown = s.c.out
			if f := terminal(shown); f != nil {
				s.o.rows = stripRows(f, s.o.rows)
			}
			args = append(args, "-lead", strconv.Itoa(s.o.lead), "-rows", strconv.Itoa(s.o.rows))
		}
		if err := s.start(kind.role, args, shown); err != nil {
			return err
		}
	}
	var ids []string
	for _, c := range s.all {
		ids = append(ids, fmt.Sprintf("%s %d", c.role, c.pid()))
	}
	_, err := fmt.Fprintf(s.c.out, "processes: %s; kill any of them\n", strings.Join(ids, ", "))
	return err
}

// begin lets the publisher begin when everybody is there.
func (s *supervisor) begin() {
	if s.begun || len(s.all) == 1 {
		return
	}
	for _, c := range s.all {
		if !c.ready && !c.exited {
			return
		}
	}
	s.begun = true
	_, _ = io.WriteString(s.all[0].stdin, "begin\n") // if it has died, that is said elsewhere
}

// end lets the publisher end.
func (s *supervisor) end() {
	_ = s.all[0].stdin.Close()
	if s.late == nil {
		s.late = time.After(grace)
	}
}

// say says something to who looks on: above the strip, where there is one.
func (s *supervisor) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...) + "\n"
	for _, c := range s.all {
		if c.role == "strip" && c.ready && !c.exited && terminal(s.c.out) != nil {
			text = fmt.Sprintf("\x1b[%dF\x1b[J%s%s", s.o.rows, text, strings.Repeat("\n", s.o.rows))
		}
	}
	_, _ = io.WriteString(s.c.out, text)
}

func (s *supervisor) publishArgs() []string {
	s.o.stream = fmt.Sprintf("fanout-%d", os.Getpid())
	speed := "max"
	if s.o.speed > 0 {
		speed = strconv.FormatFloat(s.o.speed, 'g', -1, 64)
	}
	args := []string{"publish", "-json", "-supervised", "-stream", s.o.stream, "-speed", speed}
	if s.o.seconds > 0 {
		args = append(args, "-seconds", strconv.FormatFloat(s.o.seconds, 'g', -1, 64))
	}
	if s.o.in == "" {
		return append(args, "-heart-rate", strconv.FormatFloat(s.o.heartRate, 'g', -1, 64), "-seed", strconv.FormatUint(s.o.seed, 10))
	}
	args = append(args, "-in", s.o.in)
	if s.o.beats != "" {
		args = append(args, "-beats", s.o.beats)
	}
	return args
}

func (s *supervisor) living() (n int) {
	for _, c := range s.all {
		if !c.exited {
			n++
		}
	}
	return n
}

// names returns the roles of those that live.
func (s *supervisor) names() string {
	var names []string
	for _, c := range s.all {
		if !c.exited {
			names = append(names, c.role)
		}
	}
	return strings.Join(names, ", ")
}

func (s *supervisor) fates() (all []fate) {
	for _, c := range s.all {
		all = append(all, fate{role: c.role, report: c.report})
	}
	return all
}

// failure returns the errors of those that have failed themselves.
func (s *supervisor) failure() error {
	errs := []error{s.forced}
	for _, c := range s.all {
		if why := c.why(); why != "" && !c.killed() {
			errs = append(errs, errors.New(c.role+": "+why))
		}
	}
	return errors.Join(errs...)
}

// killAll kills who lives, for when the supervisor itself fails.
func (s *supervisor) killAll() {
	for _, c := range s.all {
		c.kill()
	}
	for s.living() > 0 {
		if e := <-s.events; e.message == nil {
			e.from.exited, e.from.exit = true, e.exit
		}
	}
}
