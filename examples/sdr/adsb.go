package main

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/modestx"
	"github.com/seed-ff569660/seamless/pipeline"
)

// runADSB is the command adsb.
func runADSB(ctx context.Context, args []string, c console) error {
	o, err := parseADSB(args)
	if err != nil {
		return err
	}
	var in *input
	var sky *modestx.Transmitter
	if o.in == "" {
		in, sky = fly(o.ownSeconds())
	} else if in, err = o.open(ctx, c.in); err != nil {
		return err
	}
	defer in.close()

	report := newReport(o, in.rate, c.out)
	log := c.log
	if o.raw || o.json {
		log = io.Discard // the messages say how far it is
	}
	progress := newProgress(log, in)
	started := time.Now()
	err = listen(in.context(ctx), in.rate, progress.read, report.write)
	took := time.Since(started)
	progress.stop()
	interrupted := err != nil && ctx.Err() != nil
	if err != nil && !interrupted {
		return err
	}
	if progress.samples() == 0 && !interrupted {
		return in.empty()
	}
	if err := report.end(progress.seconds(), took); err != nil {
		return err
	}
	if interrupted {
		return errPartly
	}
	if sky != nil {
		return compare(c.out, !o.raw && !o.json, sky.Sent(), report.received)
	}
	return in.end
}

// listen runs the flowgraph that turns samples into messages. The detector works
// where the magnitudes lie: a message may begin at any of them, and what the ring
// holds from there on is one slice, also across its end.
func listen(ctx context.Context, rate float64,
	read func(context.Context, []complex64) (int, error),
	write func(context.Context, []modes.Message) (int, error), opts ...pipeline.Option) error {
	detector, err := modes.NewDetector(rate)
	if errors.Is(err, modes.ErrRate) {
		return usage("%.0f samples a second: Mode S is received at 2M, 2.4M, 2.5M, 3.2M, 4M, 8M or 10M", rate)
	}
	if err != nil {
		return err
	}
	p := pipeline.New(opts...)
	samples := pipeline.Source(p, "input", read)
	magnitudes := pipeline.Apply(p, "magnitude", samples, modes.Magnitude{})
	messages := pipeline.Apply(p, "detector", magnitudes, detector)
	pipeline.Sink(p, "messages", messages, write)
	return p.Run(ctx)
}
