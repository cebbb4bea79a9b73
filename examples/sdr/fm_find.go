package main

import (
	"context"
	"math"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
)

// find returns the offsets of the stations in the first second of the input, nil
// if it is sure of none. The input still gives all its samples.
func find(ctx context.Context, in *input) []float64 {
	if in.rate < 2*fm.MinRate {
		return nil // hardly wider than a station: it is the centre
	}
	spectrum := picture.NewSpectrum()
	_, _ = spectrum.Write(ctx, in.peek(ctx, int(in.rate)))
	if spectrum.Blocks() < 10 {
		return nil
	}
	levels := make([]float64, picture.Points)
	for i := range levels {
		_, levels[i] = spectrum.Line(i)
	}
	var offsets []float64
	for _, offset := range fm.Find(levels, in.rate) {
		// Modulation moves the middle of the power about by some kHz. Stations
		// lie at multiples of 50 kHz where the frequency is known.
		step := 10e3
		if in.centre != 0 {
			step = 50e3
		}
		at := math.Round((in.centre+offset)/step)*step - in.centre
		if math.Abs(at)+fm.HalfWidth <= in.rate/2 && (len(offsets) == 0 || at != offsets[len(offsets)-1]) {
			offsets = append(offsets, at)
		}
	}
	return offsets
}

// peek returns the first n samples, or all up to an error. They and the error
// come again when the input is read.
func (in *input) peek(ctx context.Context, n int) []complex64 {
	samples := make([]complex64, 0, min(n, 1<<24))
	var err error
	for err == nil && len(samples) < cap(samples) {
		var got int
		got, err = in.read(ctx, samples[len(samples):cap(samples)])
		samples = samples[:len(samples)+got]
	}
	rest, read := samples, in.read
	in.read = func(ctx context.Context, dst []complex64) (int, error) {
		switch {
		case len(rest) > 0:
			got := copy(dst, rest)
			rest = rest[got:]
			return got, nil
		case err != nil:
			return 0, err
		}
		return read(ctx, dst)
	}
	return samples
}
