package main

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
)

// find returns the offsets of the stations in the first second of the input: of what
// looks like one in the spectrum, or is at the centre of a band hardly wider than
// one, all that is frequency modulated. The input still gives all its samples.
func find(ctx context.Context, in *input) ([]float64, error) {
	if _, err := fm.New(fm.Config{Rate: in.rate}); err != nil {
		return nil, usage("%s: %v", in.name, err)
	}
	samples, err := in.peek(ctx, int(in.rate))
	if err != nil {
		return nil, err
	}
	if len(samples) == 0 {
		return nil, in.empty()
	}
	candidates := []float64{0}
	if in.rate >= 2*fm.MinRate {
		candidates = in.candidates(ctx, samples)
	}
	var offsets []float64
	for _, offset := range candidates {
		e, err := fm.Judge(fm.Config{Rate: in.rate, Offset: offset}, samples)
		if err != nil {
			return nil, err
		}
		if e.Station() {
			offsets = append(offsets, offset)
		}
	}
	if len(offsets) == 0 {
		return nil, fmt.Errorf("%s: no broadcast FM station stands out: name one by -station HZ, where sdr spectrum shows it", in.name)
	}
	return offsets, nil
}

// candidates returns where stations stand out in the spectrum of samples.
func (in *input) candidates(ctx context.Context, samples []complex64) (offsets []float64) {
	spectrum := picture.NewSpectrum()
	_, _ = spectrum.Write(ctx, samples)
	if spectrum.Blocks() < 10 {
		return nil
	}
	levels := make([]float64, picture.Points)
	for i := range levels {
		_, levels[i] = spectrum.Line(i)
	}
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

// peek returns the first n samples, or all there are, or the error before these.
// They come again when the input is read.
func (in *input) peek(ctx context.Context, n int) ([]complex64, error) {
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
	if err != nil && err != io.EOF {
		return samples, err
	}
	return samples, nil
}
