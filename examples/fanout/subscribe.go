package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/metadata"
)

// subscriber is what is done with the frames. All of it is called by one goroutine.
type subscriber interface {
	// write takes frames, the first of which is the at-th that came, and their tags.
	write(at uint64, frames []ecg.Frame, tags []metadata.Tag) error
	// lose says that n frames were lost before those that come next.
	lose(n uint64) error
	// end says in the report what was done. It is called after the last frame, or
	// when there is to be no more.
	end(m *message) error
	// discard frees what end did not.
	discard()
}

// subscribers are the subscribers by their roles.
var subscribers = []struct {
	role  string
	flags []string // that are theirs only
	start func(o options, c console) (subscriber, error)
}{
	{"detect", []string{"lead"}, startDetect},
	{"record", []string{"out"}, startRecord},
	{"strip", []string{"lead", "lossy", "rows"}, startStrip},
}

// runSubscribe is the command subscribe.
func runSubscribe(ctx context.Context, args []string, c console) error {
	var o options
	f := newFlags("subscribe")
	o.commonFlags(f)
	o.streamFlags(f)
	o.leadFlag(f)
	o.outFlag(f)
	f.BoolVar(&o.lossy, "lossy", false, "")
	f.IntVar(&o.rows, "rows", 12, "")
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		if _, err := parse(f, args); err != nil {
			return err
		}
		return usage("there is nothing to do with it: fanout subscribe detect, record or strip")
	}
	for _, s := range subscribers {
		if s.role != args[0] {
			continue
		}
		given, err := parse(f, args[1:])
		if err != nil {
			return err
		}
		for _, other := range subscribers {
			for _, name := range other.flags {
				if given[name] && !strings.Contains(" "+strings.Join(s.flags, " ")+" ", " "+name+" ") {
					return usage("-%s is for %s, not for %s", name, other.role, s.role)
				}
			}
		}
		if c.across == nil {
			return errAcross
		}
		return subscribeAcross(ctx, o, s.role, s.start, c)
	}
	return usage("no subscriber %q: there are detect, record, strip", args[0])
}

// patience is how long a subscriber waits in silence.
const patience = 500 * time.Millisecond

// subscribeAcross runs a subscriber to a stream of another process.
func subscribeAcross(ctx context.Context, o options, role string, start func(options, console) (subscriber, error), c console) error {
	if o.supervised {
		ctx = context.WithoutCancel(ctx)
	}
	s, err := start(o, c)
	if err != nil {
		return err
	}
	defer s.discard()
	waits := time.AfterFunc(patience, func() { _, _ = fmt.Fprintf(c.log, "waiting for somebody to publish %q\n", o.stream) })
	r, err := c.across.open(ctx, o.stream, o.lossy)
	waits.Stop()
	if err != nil {
		return err
	}
	defer r.Close()
	if o.json {
		if err := say(c.out, message{Event: ready, Role: role}); err != nil {
			return err
		}
	}
	m, err := subscribe(ctx, role, r, s, o.frames())
	if o.json {
		return errors.Join(err, say(c.out, m))
	}
	if err == nil {
		_, err = fmt.Fprintln(c.out, m.text()+because(m.Ended))
	}
	return err
}

// subscribe reads a stream until it or ctx ends, or there were most frames, 0 for no
// such limit. That the publisher is gone, or that ctx has ended, is no error: the
// report says so.
func subscribe(ctx context.Context, role string, r reader, s subscriber, most uint64) (message, error) {
	m := message{Event: report, Role: role}
	var tags []metadata.Tag
	for most == 0 || m.Frames < most {
		frames, err := r.Slice(ctx, 1)
		if err == io.EOF {
			break
		}
		if err != nil {
			m.Ended = oneLine(err)
			if ctx.Err() != nil {
				m.Ended = "interrupted"
			}
			break
		}
		if most > 0 {
			frames = frames[:min(uint64(len(frames)), most-m.Frames)]
		}
		tags = r.Tags(tags[:0])
		for len(tags) > 0 && tags[0].Offset == 0 && tags[0].Key == metadata.KeyOverflow {
			if err := s.lose(overflow(tags[0].Value)); err != nil {
				return m, err
			}
			tags = tags[1:]
		}
		for len(tags) > 0 && tags[len(tags)-1].Offset >= len(frames) {
			tags = tags[:len(tags)-1]
		}
		if err := s.write(m.Frames, frames, tags); err != nil {
			m.Ended = oneLine(err)
			return m, err
		}
		m.Frames += uint64(len(frames))
		var overrun *seamless.OverrunError
		if err := r.Consume(len(frames)); errors.As(err, &overrun) {
			m.Lost += overrun.Lost
			m.Frames -= uint64(overrun.Torn) // part of Lost
		} else if err != nil {
			return m, err
		}
	}
	return m, s.end(&m)
}

// overflow returns the number that a tag of a loss has.
func overflow(v metadata.Value) uint64 {
	switch v.Kind() {
	case metadata.KindUint64:
		return v.Uint64()
	case metadata.KindInt64:
		return uint64(max(v.Int64(), 0))
	}
	return 0
}

// text is what a subscriber says at its end.
func (m message) text() string {
	s := fmt.Sprintf("%s: received %d frames, %s, lost %d", m.Role, m.Frames, duration(m.Frames), m.Lost)
	switch {
	case m.Role == "detect" && m.Known > 0:
		s += fmt.Sprintf("; found %d beats of %d, missed %d, invented %d", m.Beats, m.Known, m.Missed, m.Invented)
	case m.Role == "detect", m.Role == "strip":
		s += fmt.Sprintf("; found %d beats", m.Beats)
	case m.File != "":
		s += fmt.Sprintf("; %s, SHA-256 %s", m.File, m.SHA256)
	}
	return s
}
