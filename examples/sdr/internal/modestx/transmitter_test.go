package modestx_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/modestx"
	"github.com/seed-ff569660/seamless/pipeline"
)

func sky(seconds float64) modestx.Config {
	return modestx.Config{Rate: 2.4e6, Seconds: seconds, Noise: 0.005, Flights: []modestx.Flight{
		{Address: 0x3c6581, Ident: "DLH4T", Squawk: 0o1000, Lat: 50, Lon: 8.5, Altitude: 12000, Speed: 310, Track: 70, VerticalRate: 1920, Level: 0.3, Frequency: 2e5},
		{Address: 0x4ca2d1, Ident: "RYR81QH", Squawk: 0o4621, Lat: 51, Lon: 9, Altitude: 38000, Speed: 455, Track: 270, Level: 0.1},
	}}
}

// What is sent is received.
func Example() {
	tx := modestx.New(sky(1))
	detector, err := modes.NewDetector(2.4e6)
	if err != nil {
		fmt.Println(err)
		return
	}
	tracker, received := modes.NewTracker(2.4e6), 0

	p := pipeline.New()
	samples := pipeline.Source(p, "sky", tx.Read)
	magnitudes := pipeline.Apply(p, "magnitude", samples, modes.Magnitude{})
	messages := pipeline.Apply(p, "detector", magnitudes, detector)
	pipeline.Sink(p, "tracker", messages, func(_ context.Context, src []modes.Message) (int, error) {
		for _, m := range src {
			tracker.Add(m)
		}
		received += len(src)
		return len(src), nil
	})
	if err := p.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(len(tx.Sent()), "sent,", received, "received")
	for _, a := range tracker.Aircraft() {
		fmt.Printf("%06x %s at %d ft\n", a.Address, a.Ident, a.Altitude)
	}
	// Output:
	// 16 sent, 16 received
	// 3c6581 DLH4T at 12025 ft
	// 4ca2d1 RYR81QH at 38000 ft
}

func all(t *testing.T, c modestx.Config, batch int) (s []complex64) {
	t.Helper()
	tx, dst := modestx.New(c), make([]complex64, batch)
	for {
		n, err := tx.Read(t.Context(), dst)
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
	want := all(t, sky(0.1), 1<<20)
	if len(want) != 240000 {
		t.Fatalf("%d samples, want 240000", len(want))
	}
	for _, batch := range []int{1, 4097} {
		if !slices.Equal(all(t, sky(0.1), batch), want) {
			t.Errorf("batches of %d give other samples", batch)
		}
	}
}

// Each message stands where it is said to, also across the borders of what is
// made at once, and nothing but noise elsewhere.
func TestSentIsThere(t *testing.T) {
	c := sky(2)
	samples := all(t, c, 1<<16)
	left := slices.Repeat([]bool{true}, len(samples))
	for i, m := range modestx.New(c).Sent() {
		at := m.At * c.Rate
		if i > 0 && m.At < modestx.New(c).Sent()[i-1].At+150e-6-1e-12 {
			t.Errorf("message %d at %g s overlaps", i, m.At)
		}
		power, end := 0.0, at+c.Rate*(8+float64(8*len(m.Data)))/1e6
		for n := int(at) - 1; n <= int(end)+1; n++ {
			power += math.Pow(float64(real(samples[n])), 2) + math.Pow(float64(imag(samples[n])), 2)
			left[n] = false
		}
		if mean := math.Sqrt(power / (end - at)); mean < 0.1*0.5 || mean > 0.3*0.75 {
			t.Errorf("message %d at %g s: mean amplitude %g", i, m.At, mean)
		}
	}
	for n, v := range samples {
		if left[n] && max(real(v), -real(v), imag(v), -imag(v)) > 0.005001 {
			t.Fatalf("sample %d, between messages, is %v", n, v)
		}
	}
}
