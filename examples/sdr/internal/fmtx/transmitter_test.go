package fmtx_test

import (
	"context"
	"errors"
	"io"
	"math"
	"math/cmplx"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
)

var config = fmtx.Config{Rate: 1.024e6, Seconds: 0.01, PreEmphasis: 75e-6, Stations: []fmtx.Station{{Offset: 100e3, Left: 500, Right: 900, Level: 0.5}}}

func all(t *testing.T, c fmtx.Config, batch int) (s []complex64) {
	t.Helper()
	tx, dst := fmtx.New(c), make([]complex64, batch)
	for {
		n, err := tx.Read(context.Background(), dst)
		s = append(s, dst[:n]...)
		if errors.Is(err, io.EOF) {
			return s
		}
		if err != nil || n == 0 {
			t.Fatalf("Read: %d, %v", n, err)
		}
	}
}

func TestLengthAndBatches(t *testing.T) {
	c := config
	c.Noise = 0.01
	want := all(t, c, 1<<20)
	if len(want) != 10240 {
		t.Fatalf("%d samples, want 10240", len(want))
	}
	for _, batch := range []int{1, 7, 1000} {
		got := all(t, c, batch)
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("batches of %d: sample %d is %v, want %v", batch, i, got[i], want[i])
			}
		}
	}
}

// The phase is the integral of offset and multiplex, worked out here on paper
// for each part of it: nothing of the transmitter is used to check it.
func TestPhaseIsTheIntegralOfTheMultiplex(t *testing.T) {
	s := all(t, config, 1000)
	// The integral of a·sin(2πft), from 0.
	integral := func(a, f, at float64) float64 { return a * (1 - math.Cos(2*math.Pi*f*at)) / (2 * math.Pi * f) }
	// And of a·sin(2πft)·sin(2πgt) = a/2·(cos(2π(f-g)t) - cos(2π(f+g)t)).
	product := func(a, f, g, at float64) float64 {
		part := func(f float64) float64 { return math.Sin(2*math.Pi*f*at) / (2 * math.Pi * f) }
		return a / 2 * (part(f-g) - part(f+g))
	}
	boost := func(f float64) float64 { return 0.4 * math.Hypot(1, 2*math.Pi*f*75e-6) }
	left, right := boost(500), boost(900)
	worst := 0.0
	for n, v := range s {
		at := float64(n) / config.Rate
		turned := 100e3*at + 75e3*(integral(left/2, 500, at)+integral(right/2, 900, at)+
			product(left/2, 500, 38e3, at)-product(right/2, 900, 38e3, at)+integral(0.09, 19e3, at))
		off := cmplx.Phase(complex128(v) * cmplx.Rect(1, -2*math.Pi*turned))
		worst = max(worst, math.Abs(off))
		if a := cmplx.Abs(complex128(v)); math.Abs(a-0.5) > 1e-6 {
			t.Fatalf("sample %d has amplitude %g", n, a)
		}
	}
	t.Logf("phase off by %.4f rad at most", worst)
	// Our steps stand for the middle of each sample: half a sample of 75 kHz.
	if worst > math.Pi*75e3/config.Rate {
		t.Errorf("phase off by %g rad", worst)
	}
}
