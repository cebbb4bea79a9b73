package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/wavout"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/whole"
	"github.com/seed-ff569660/seamless/pipeline"
)

const audioRate = 48000

// station is one station on its way from the band to its file.
type station struct {
	offset   float64
	receiver *fm.Receiver
	meter    fm.Meter
	path     string
	sound    *wavout.File
}

// receive does what the command is for.
func receive(ctx context.Context, o options, stdout, stderr io.Writer) error {
	in, err := open(o)
	if err != nil {
		return err
	}
	defer in.close()

	stations, err := prepare(o, in)
	for _, s := range stations {
		defer s.discard()
	}
	if err != nil {
		return err
	}
	progress := newProgress(stderr, in)
	spectrum := picture.NewSpectrum()
	started := time.Now()
	err = connect(progress, spectrum, stations).Run(ctx)
	progress.stop()
	if err != nil {
		return err
	}
	if progress.samples() == 0 {
		return errors.New("the recording holds no samples")
	}
	if err := keep(o, in, stations, spectrum); err != nil {
		return err
	}
	return table{in, stations, progress.seconds(), time.Since(started)}.print(stdout)
}

// prepare makes a receiver and a file for each station, at least those before
// an error.
func prepare(o options, in *input) (stations []*station, err error) {
	// All receivers first: what cannot be received must leave no trace.
	for _, offset := range in.stations {
		r, err := fm.New(fm.Config{Rate: in.rate, Offset: offset, DeEmphasis: o.deEmphasis, AudioRate: audioRate})
		if err != nil {
			return nil, err
		}
		name := "fm_" + signed(offset/1e3) + "kHz.wav"
		stations = append(stations, &station{offset: offset, receiver: r, path: filepath.Join(o.out, name)})
	}
	if err := os.MkdirAll(o.out, 0o777); err != nil {
		return nil, err
	}
	for _, s := range stations {
		if s.sound, err = wavout.Create(s.path, audioRate); err != nil {
			return stations, err
		}
	}
	return stations, nil
}

// connect builds the flowgraph: all stations and the spectrum read one ring.
func connect(in *progress, spectrum *picture.Spectrum, stations []*station) *pipeline.Pipeline {
	p := pipeline.New()
	band := pipeline.Source(p, "input", in.read)
	pipeline.Sink(p, "spectrum", band, spectrum.Write)
	for _, s := range stations {
		name := signed(s.offset/1e3) + " kHz"
		channel, sound := s.receiver.Apply(p, name, band)
		pipeline.Sink(p, name+" meter", channel, s.meter.Write)
		pipeline.Sink(p, name+" file", sound, s.sound.Write)
	}
	return p
}

// keep gives all files their names, the picture's being the last.
func keep(o options, in *input, stations []*station, spectrum *picture.Spectrum) error {
	f, err := whole.Create(filepath.Join(o.out, "spectrum.png"))
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := picture.Draw(f, spectrum, picture.Labels{Rate: in.rate, Centre: in.centre, Stations: in.stations}); err != nil {
		return fmt.Errorf("spectrum.png: %w", err)
	}
	for _, s := range stations {
		if err := s.sound.Keep(); err != nil {
			return err
		}
	}
	return f.Keep()
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
