package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/wavout"
)

const audioRate = 48000

// station is one station on its way from the band to its file.
type station struct {
	offset   float64
	receiver *fm.Receiver
	meter    fm.Meter
	level    func() float64 // dBFS
	radio    *radio
	path     string
	sound    *wavout.File
}

// runFM is the command fm.
func runFM(ctx context.Context, args []string, c console) error {
	o, err := parseFM(args)
	if err != nil {
		return err
	}
	if o.from != "" {
		return runShared(ctx, o, c)
	}
	in, offsets, own, err := o.band(ctx, c.in)
	if err != nil {
		return err
	}
	defer in.close()

	var e *events
	out := c.out
	if o.json {
		e, out = &events{out: c.out}, io.Discard
	}
	stations, err := prepare(o, in, offsets, e)
	for _, s := range stations {
		defer s.discard()
	}
	if err != nil {
		return err
	}
	recorder, err := newRecorder(o, in, stations)
	if err != nil {
		return err
	}
	defer recorder.discard()
	share, err := o.sharing(ctx, in, stations, c.log)
	if err != nil {
		return err
	}
	defer share.close()
	progress := newProgress(c.log, in)
	spectrum, waterfall := picture.NewSpectrum(), picture.NewWaterfall()
	started := time.Now()
	err = connect(progress, spectrum, waterfall, stations, recorder, share).Run(in.context(ctx))
	took := time.Since(started)
	progress.stop()
	if err != nil {
		return err
	}
	if progress.samples() == 0 {
		return in.empty()
	}
	if err := keep(o, in, stations, spectrum, waterfall, recorder); err != nil {
		return err
	}
	t := table{in, stations, progress.seconds(), took, recorder, o.out}
	if err := t.events(e); err != nil {
		return err
	}
	if own != nil {
		fmt.Fprintf(out, "a signal made here, %.3g s of %d stations (sdr -h tells how to receive a recording or a radio)\n\n", t.seconds, len(own))
	}
	if err := t.print(out); err != nil {
		return err
	}
	for i, b := range own {
		if err := b.check(out, t.name(stations[i]), stations[i].radio, t.seconds); err != nil {
			return err
		}
	}
	return in.end
}

// band opens the recording that o names, or starts the transmitter, and says
// which stations to receive.
func (o *options) band(ctx context.Context, stdin io.Reader) (in *input, offsets []float64, own []*broadcast, err error) {
	if o.in == "" {
		in, own, err = transmit(*o)
		for _, b := range own {
			offsets = append(offsets, b.offset)
		}
		return in, offsets, own, err
	}
	if in, err = o.open(ctx, stdin); err != nil {
		return nil, nil, nil, err
	}
	if offsets = o.stations; len(offsets) == 0 {
		if offsets, err = find(ctx, in); err != nil {
			in.close()
			return nil, nil, nil, err
		}
	}
	return in, offsets, nil, nil
}

// prepare makes a receiver and a file for each station, at least those before
// an error.
func prepare(o options, in *input, offsets []float64, e *events) (stations []*station, err error) {
	// All receivers first: what cannot be received must leave no trace.
	for _, offset := range offsets {
		r, err := fm.New(fm.Config{Rate: in.rate, Offset: offset, DeEmphasis: o.deEmphasis, AudioRate: audioRate})
		if errors.Is(err, fm.ErrRate) {
			return nil, usage("%s: %v", in.name, err)
		}
		if err != nil {
			return nil, err
		}
		name := "fm_" + signed(offset/1e3) + "kHz.wav"
		s := &station{offset: offset, receiver: r, radio: newRadio(o, offset, e), path: filepath.Join(o.out, name)}
		s.level = s.meter.Level
		stations = append(stations, s)
	}
	if err := folder(o.out); err != nil {
		return nil, err
	}
	for _, s := range stations {
		if s.sound, err = wavout.Create(s.path, audioRate); err != nil {
			return stations, err
		}
	}
	return stations, nil
}

// keep gives all files their names, the pictures' being the last.
func keep(o options, in *input, stations []*station, spectrum *picture.Spectrum, waterfall *picture.Waterfall, recorder *recorder) error {
	l := picture.Labels{Rate: in.rate, Centre: in.centre}
	for _, s := range stations {
		l.Stations = append(l.Stations, s.offset)
	}
	pictures, err := draw(o.out, spectrum, waterfall, l)
	for _, f := range pictures {
		defer f.Discard()
	}
	if err != nil {
		return err
	}
	for _, s := range stations {
		if err := s.sound.Keep(); err != nil {
			return err
		}
	}
	if err := recorder.keep(); err != nil {
		return err
	}
	return keepAll(pictures)
}

func (s *station) discard() {
	if s.sound != nil {
		s.sound.Discard()
	}
}

// signed writes v with its sign, and 0 without one.
func signed(v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if v > 0 {
		s = "+" + s
	}
	return s
}
