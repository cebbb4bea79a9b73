package main

import (
	"context"
	"math"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
)

// input is the band that is received.
type input struct {
	read     func(ctx context.Context, dst []complex64) (int, error)
	close    func() error
	rate     float64   // samples a second
	centre   float64   // on the air, Hz; 0 if unknown
	samples  int64     // in all; 0 if unknown
	stations []float64 // offsets to receive, Hz
}

// open opens the recording that o names, or starts the transmitter.
func open(o options) (*input, error) {
	if o.in == "" {
		return transmit(o), nil
	}
	in, err := record(o)
	if err != nil {
		return nil, err
	}
	in.stations = o.stations
	if len(in.stations) == 0 {
		in.stations = []float64{0}
	}
	return in, nil
}

// transmit makes the own signal: two stations of different strength, each with
// one tone left and another right, above a little noise.
func transmit(o options) *input {
	c := fmtx.Config{
		Rate: 1.024e6, Seconds: o.seconds, PreEmphasis: o.deEmphasis, Noise: 1e-3,
		Stations: []fmtx.Station{
			{Offset: -250e3, Left: 440, Right: 1000, Level: 0.3},
			{Offset: 200e3, Left: 660, Right: 1500, Level: 0.1},
		},
	}
	in := &input{
		read:    fmtx.New(c).Read,
		close:   func() error { return nil },
		rate:    c.Rate,
		samples: int64(math.Round(c.Seconds * c.Rate)),
	}
	for _, s := range c.Stations {
		in.stations = append(in.stations, s.Offset)
	}
	return in
}
