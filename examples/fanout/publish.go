package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/metadata"
)

// errAcross is what publish and subscribe say where there is no way across.
var errAcross = errors.New("there are no streams between processes here: fanout -one-process does it in one")

// runPublish is the command publish.
func runPublish(ctx context.Context, args []string, c console) error {
	var o options
	f := newFlags("publish")
	o.publishFlags(f)
	o.commonFlags(f)
	o.streamFlags(f)
	given, err := parse(f, args)
	if err == nil {
		err = o.checkSource(given)
	}
	if err != nil {
		return err
	}
	if c.across == nil {
		return errAcross
	}
	src, err := o.open()
	if err != nil {
		return err
	}
	defer src.close()
	news := func(text string) { _, _ = fmt.Fprintln(c.log, text) }
	if o.json { // who starts it sees for itself
		news = nil
	}
	w, err := c.across.create(o.stream, news)
	if err != nil {
		return err
	}
	defer w.Close()
	if o.json {
		if err := say(c.out, message{Event: ready, Role: "publish"}); err != nil {
			return err
		}
	}
	if o.supervised {
		held, cancel := context.WithCancel(context.WithoutCancel(ctx))
		defer cancel()
		if ctx, err = held, untilLine(cancel, c.in); err != nil {
			return err
		}
	}
	m, err := publish(ctx, w, src, o.speed)
	if o.json {
		return errors.Join(err, say(c.out, m))
	}
	if err == nil {
		_, err = fmt.Fprintf(c.out, "published %d frames, %s, %d beats%s\n", m.Frames, duration(m.Frames), m.Known, because(m.Ended))
	}
	return err
}

// untilLine waits for a line, and calls cancel when there will be no more.
func untilLine(cancel func(), in io.Reader) error {
	from := bufio.NewReader(in)
	if _, err := from.ReadString('\n'); err != nil {
		return fmt.Errorf("wait for a line on standard input: %w", err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, from)
		cancel()
	}()
	return nil
}

// publish writes frames to a stream, at a speed, until the source or ctx ends, and
// closes the stream. The report is good also beside an error of the source.
func publish(ctx context.Context, w writer, src *source, speed float64) (message, error) {
	m := message{Event: report, Role: "publish"}
	defer w.Close()
	var sum digest
	clock := newPace(speed)
	var tags []metadata.Tag
	for {
		n, err := clock.wait(ctx, m.Frames)
		var s []ecg.Frame
		if err == nil {
			s, err = w.Slice(ctx, 1)
		}
		if err != nil {
			if ctx.Err() != nil {
				m.Ended, err = "interrupted", nil
			}
			m.SHA256 = sum.hex()
			return m, err
		}
		n, tags, err = src.read(s[:min(len(s), n)], tags[:0])
		sum.add(s[:n])
		w.ProduceTags(n, tags...)
		m.Frames += uint64(n)
		m.Known += len(tags)
		if err != nil {
			m.SHA256 = sum.hex()
			if err == io.EOF {
				return m, nil
			}
			m.Ended = oneLine(err)
			return m, err
		}
	}
}

// batch is the most that is published at once.
const batch = 1024

// pace says how many frames are due.
type pace struct {
	began time.Time
	rate  float64 // frames a second; 0: any number is due at once
}

func newPace(speed float64) pace { return pace{time.Now(), speed * ecg.Rate} }

// wait waits until more frames than so many are due and returns how many more, batch
// at most.
func (p pace) wait(ctx context.Context, done uint64) (int, error) {
	const step = 40 * time.Millisecond
	for {
		if err := ctx.Err(); err != nil || p.rate == 0 {
			return batch, err
		}
		if due := uint64(time.Since(p.began).Seconds() * p.rate); due > done {
			return int(min(due-done, batch)), nil
		}
		next := time.Duration(float64(done+1) / p.rate * float64(time.Second))
		select {
		case <-time.After(max(step, time.Until(p.began.Add(next)))):
		case <-ctx.Done():
		}
	}
}

// duration is the length of so many frames in words.
func duration(frames uint64) string { return fmt.Sprintf("%.1f s", float64(frames)/ecg.Rate) }

// because puts a reason in brackets.
func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + reason + ")"
}
