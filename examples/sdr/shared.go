package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/shmlink"
)

// shared is the multiplex of a station as another process shares it, an input of a
// flowgraph. Like a radio it ends with an interrupt, and what came by then counts.
type shared struct {
	*shmlink.Reader[float32]
	facts facts
	name  string
	first uint64 // the sample of the multiplex that is read first
	level float64
	in    *input
	left  int64 // samples to be read at most; < 0: all
	ctx   context.Context
	count func(n int)
}

// openShared opens the stream that -from names, at its oldest sample, and reads what
// its first samples tell of it.
func (o *options) openShared(ctx context.Context) (*shared, error) {
	s := &shared{name: sharedScheme + o.from, level: math.Inf(-1), left: -1, ctx: ctx}
	var err error
	s.Reader, err = shmlink.Open[float32](ctx, o.from, shmlink.FromOldest())
	switch {
	case errors.Is(err, shmlink.ErrNoStream):
		return nil, fmt.Errorf("nobody shares %s: sdr fm -share %s does", s.name, o.from)
	case err != nil:
		return nil, err
	}
	s.first = s.Position()
	if err := s.learn(ctx); err != nil {
		s.Close()
		return nil, err
	}
	s.in = &input{name: s.name, close: s.Close, rate: s.facts.rate, centre: s.facts.centre, live: true}
	if o.seconds > 0 {
		s.left = int64(math.Round(o.seconds * s.facts.rate))
		s.in.samples = s.left
	}
	return s, nil
}

// learn waits for the facts, which it leaves where they are.
func (s *shared) learn(ctx context.Context) error {
	for want := 1; ; want = factsEvery {
		samples, err := s.Reader.Slice(ctx, want)
		switch {
		case err == io.EOF:
			return fmt.Errorf("%s holds no samples", s.name)
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return s.ended(err)
		case s.facts.take(s.Reader.Tags(nil)):
			return nil
		case len(samples) >= factsEvery || want > 1:
			return fmt.Errorf("%s does not say what it is: it is not of sdr fm -share", s.name)
		}
	}
}

// ended says in words how a stream ended, if not in order.
func (s *shared) ended(err error) error {
	var remote *shmlink.RemoteError
	switch {
	case errors.Is(err, shmlink.ErrWriterDied):
		return fmt.Errorf("%s: the process that shared it is gone", s.name)
	case errors.Is(err, shmlink.ErrEvicted):
		return fmt.Errorf("%s: put out, too slow for more than %v", s.name, sharePatience)
	case errors.As(err, &remote):
		return fmt.Errorf("%s ended early: %s", s.name, remote.Text)
	}
	return err
}

// Slice waits for samples. It returns io.EOF at the end, and the input says how that
// was.
func (s *shared) Slice(_ context.Context, min int) ([]float32, error) {
	if s.left == 0 {
		return nil, io.EOF
	}
	samples, err := s.Reader.Slice(s.ctx, min)
	switch {
	case err == nil:
	case err == io.EOF, s.ctx.Err() != nil:
		return nil, io.EOF
	default:
		s.in.end = fmt.Errorf("%w: this is what came", s.ended(err))
		return nil, io.EOF
	}
	if s.left > 0 && int64(len(samples)) > s.left {
		samples = samples[:s.left]
	}
	return samples, nil
}

// Tags takes the level, and has nothing for the flowgraph.
func (s *shared) Tags(dst []metadata.Tag) []metadata.Tag {
	tags := s.Reader.Tags(dst)
	for _, tag := range tags[len(dst):] {
		if tag.Key == keyLevel && tag.Value.Kind() == metadata.KindFloat64 {
			s.level = tag.Value.Float64()
		}
	}
	return dst
}

// Consume gives samples back. That some of these were overwritten spoils the result;
// that others were, which never came, is the end, and Slice says so.
func (s *shared) Consume(n int) error {
	s.count(n)
	if s.left > 0 {
		s.left -= int64(n)
	}
	err := s.Reader.Consume(n)
	var overrun *seamless.OverrunError
	switch {
	case !errors.As(err, &overrun):
		return err
	case overrun.Torn == 0:
		return nil
	}
	// Not as an error that a flowgraph takes for a loss.
	return fmt.Errorf("put out, too slow for more than %v: %s", sharePatience, overrun)
}

// runShared is fm -from.
func runShared(ctx context.Context, o options, c console) error {
	from, err := o.openShared(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	if o.deEmphasis == 0 {
		o.deEmphasis = from.facts.deEmphasis
	}
	var e *events
	out := c.out
	if o.json {
		e, out = &events{out: c.out}, io.Discard
	}
	band := *from.in
	band.rate = from.facts.bandRate
	stations, err := prepare(o, &band, []float64{from.facts.station}, e)
	for _, s := range stations {
		defer s.discard()
	}
	if err != nil {
		return err
	}
	s := stations[0]
	if got := s.receiver.Rate(); got != from.facts.rate {
		return fmt.Errorf("%s: %.10g samples a second, and those of a band of %.10g are %.10g here: it is of another version of sdr", from.name, from.facts.rate, band.rate, got)
	}
	s.level = func() float64 { return from.level }
	progress := newProgress(c.log, from.in)
	from.count = progress.add
	started := time.Now()
	err = connectShared(from, s).Run(from.in.context(ctx))
	took := time.Since(started)
	progress.stop()
	if err != nil {
		return err
	}
	if progress.samples() == 0 {
		return from.in.empty()
	}
	if err := s.sound.Keep(); err != nil {
		return err
	}
	t := table{in: from.in, stations: stations, seconds: progress.seconds(), took: took}
	if err := t.events(e); err != nil {
		return err
	}
	if err := t.print(out); err != nil {
		return err
	}
	return from.in.end
}
