package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
	"github.com/seed-ff569660/seamless/pipeline"
)

// runSpectrum is the command spectrum.
func runSpectrum(ctx context.Context, args []string, c console) error {
	o, err := parseSpectrum(args)
	if err != nil {
		return err
	}
	in, err := o.open(ctx, c.in)
	if err != nil {
		return err
	}
	defer in.close()
	progress := newProgress(c.log, in)
	spectrum, waterfall := picture.NewSpectrum(), picture.NewWaterfall()
	p := pipeline.New()
	band := pipeline.Source(p, "input", progress.read)
	pipeline.Sink(p, "spectrum", band, spectrum.Write)
	pipeline.Sink(p, "waterfall", band, waterfall.Write)
	err = p.Run(in.context(ctx))
	progress.stop()
	if err != nil {
		return err
	}
	if progress.samples() == 0 {
		return in.empty()
	}
	if n := progress.samples(); n < picture.Points {
		return fmt.Errorf("%s: %d samples are too few: a spectrum takes %d", in.name, n, picture.Points)
	}
	l := picture.Labels{Rate: in.rate, Centre: in.centre}
	if err := folder(o.out); err != nil {
		return err
	}
	pictures, err := draw(o.out, spectrum, waterfall, l)
	for _, f := range pictures {
		defer f.Discard()
	}
	if err != nil {
		return err
	}
	if err := keepAll(pictures); err != nil {
		return err
	}
	if err := picture.Print(c.out, spectrum, l, terminalWidth(c.out)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%.4g s; %s, %s\n", progress.seconds(), filepath.Join(o.out, "spectrum.png"), filepath.Join(o.out, "waterfall.png"))
	if err != nil {
		return err
	}
	return in.end
}
