package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/shmlink"
)

const (
	// shareSeconds is the length of a ring that is shared.
	shareSeconds = 2
	// sharePatience is for how long a reader may hold a live input up.
	sharePatience = 5 * time.Second
)

// share is the multiplex of a station on its way to other processes.
type share struct {
	facts facts
	to    *shmlink.Writer[float32]
	why   func() error // it ends early

	taken uint64
	meter fm.Meter
	tags  []metadata.Tag
}

// sharing makes the stream that -share names, of the first station, nil without that.
// Unless the input is a live one it waits for the first reader.
func (o *options) sharing(ctx context.Context, in *input, stations []*station, log io.Writer) (*share, error) {
	if o.share == "" {
		return nil, nil
	}
	s := &share{why: ctx.Err, facts: facts{
		rate: stations[0].receiver.Rate(), bandRate: in.rate, station: stations[0].offset, centre: in.centre, deEmphasis: o.deEmphasis,
	}}
	begin := ""
	if isTerminal(log) {
		begin = wipe
	}
	var saying sync.Mutex
	come := make(chan struct{}, 1)
	opts := []shmlink.Option{shmlink.WithEvents(func(e shmlink.Event) {
		saying.Lock()
		defer saying.Unlock()
		fmt.Fprintf(log, "%s%s\n", begin, newsOf(o.share, e))
		if e.Kind == shmlink.Joined {
			select {
			case come <- struct{}{}:
			default:
			}
		}
	})}
	if in.live {
		opts = append(opts, shmlink.WithPolicies(impatient))
	}
	var err error
	s.to, err = shmlink.Create[float32](o.share, int(shareSeconds*s.facts.rate), opts...)
	if errors.Is(err, shmlink.ErrInUse) {
		return nil, fmt.Errorf("%s%s is shared by another process: choose another name", sharedScheme, o.share)
	}
	if err != nil || in.live {
		return s, err
	}
	saying.Lock()
	fmt.Fprintf(log, "%s%s waits for its first reader: sdr fm -from %[1]s%[2]s\n", sharedScheme, o.share)
	saying.Unlock()
	select {
	case <-come:
		return s, nil
	case <-ctx.Done():
		s.close()
		return nil, ctx.Err()
	}
}

// impatient has no reader hold a radio up for long.
func impatient(p shmlink.Policy) (shmlink.Policy, error) {
	if p.IsBlock() {
		p = shmlink.Evict(sharePatience)
	}
	return p, nil
}

// newsOf says an event in words.
func newsOf(name string, e shmlink.Event) string {
	text := fmt.Sprintf("%s%s: process %d %v", sharedScheme, name, e.Peer.PID, e.Kind)
	if e.Err != nil {
		text += ": " + oneLine(e.Err)
	}
	return text
}

// connect adds the block that shares to a flowgraph.
func (s *share) connect(p *pipeline.Pipeline, streams fm.Streams) {
	if s == nil {
		return
	}
	multiplex, channel := streams.Multiplex.Input(), streams.Channel.Input()
	p.Go("share", func(ctx context.Context) error {
		err := s.run(ctx, multiplex, channel)
		if err == nil {
			return s.to.Close()
		}
		told := err
		if s.why() != nil {
			told = errors.New("interrupted")
		}
		return errors.Join(err, s.to.CloseWithError(told))
	}, multiplex, channel)
}

// run gives the multiplex on. The last sample waits for the end of the channel: it
// brings the level.
func (s *share) run(ctx context.Context, multiplex pipeline.Input[float32], channel pipeline.Input[complex64]) error {
	for {
		src, err := multiplex.Slice(ctx, 2)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		dst, err := s.to.Slice(ctx, 1)
		if err != nil {
			return err
		}
		last := len(src) == 1
		n := min(len(dst), max(1, len(src)-1))
		if err := s.measure(ctx, channel, n, last); err != nil {
			return err
		}
		s.to.ProduceTags(copy(dst[:n], src), s.tagged(n, last)...)
		s.taken += uint64(n)
		if err := multiplex.Consume(n); err != nil {
			return err
		}
	}
}

// measure takes n samples of the channel into the level, or all that are left.
func (s *share) measure(ctx context.Context, channel pipeline.Input[complex64], n int, all bool) error {
	for n > 0 || all {
		src, err := channel.Slice(ctx, 1)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if !all {
			src = src[:min(n, len(src))]
		}
		used, _ := s.meter.Write(ctx, src)
		if err := channel.Consume(used); err != nil {
			return err
		}
		n -= used
	}
	return nil
}

// tagged returns the tags of the next n samples.
func (s *share) tagged(n int, last bool) []metadata.Tag {
	level := func(at int) metadata.Tag {
		return metadata.Tag{Offset: at, Key: keyLevel, Value: metadata.Float64Value(s.meter.Level())}
	}
	s.tags = s.tags[:0]
	first := (factsEvery - int(s.taken%factsEvery)) % factsEvery
	for at := first; at < n; at += factsEvery {
		s.tags = append(s.facts.append(s.tags, at), level(at))
	}
	if last {
		s.tags = append(s.tags, level(n-1))
	}
	return s.tags
}

// close ends the stream where the flowgraph has not.
func (s *share) close() {
	if s != nil {
		_ = s.to.CloseWithError(errors.New("interrupted"))
	}
}
