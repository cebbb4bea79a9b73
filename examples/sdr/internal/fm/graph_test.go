package fm_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/pipeline"
)

// Two stations are received at the same time from one ring.
func Example() {
	tx := fmtx.New(fmtx.Config{Rate: 1.024e6, Seconds: 0.1, Stations: []fmtx.Station{
		{Offset: -200e3, Left: 440, Right: 1000, Level: 0.5},
		{Offset: 250e3, Left: 660, Right: 1500, Level: 0.25},
	}})

	p := pipeline.New()
	band := pipeline.Source(p, "band", tx.Read)
	offsets := []float64{-200e3, 250e3}
	meters, receivers := make([]fm.Meter, 2), make([]*fm.Receiver, 2)
	for i, offset := range offsets {
		r, err := fm.New(fm.Config{Rate: 1.024e6, Offset: offset})
		if err != nil {
			fmt.Println(err)
			return
		}
		receivers[i] = r
		station := r.Apply(p, fmt.Sprint(offset), band)
		pipeline.Sink(p, fmt.Sprint(offset, " level"), station.Channel, meters[i].Write)
		pipeline.Sink(p, fmt.Sprint(offset, " sound"), station.Sound, func(_ context.Context, frames []fm.Frame) (int, error) {
			return len(frames), nil // to a file, a loudspeaker, ...
		})
	}
	if err := p.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	for i, offset := range offsets {
		frequency, _, _ := receivers[i].Stereo.Pilot()
		fmt.Printf("%+.0f Hz: %.1f dBFS, pilot %.0f Hz\n", offset, meters[i].Level(), frequency)
	}
	// Output:
	// -200000 Hz: -6.0 dBFS, pilot 19000 Hz
	// +250000 Hz: -12.0 dBFS, pilot 19000 Hz
}

// The flowgraph gives, for rings and batches of any size, the bits that the
// blocks give one after the other.
func TestFlowgraphGivesTheSameBits(t *testing.T) {
	c := fmtx.Config{Rate: 1.024e6, Seconds: 0.05, Noise: 0.01, Stations: []fmtx.Station{{Offset: 100e3, Left: 500, Right: 900, Level: 0.5}}}
	in := band(t, c)
	want, _ := listen(t, fm.Config{Rate: c.Rate, Offset: 100e3}, in, pieces(len(in)))
	for name, opts := range map[string][]pipeline.Option{
		"as it comes":   nil,
		"small rings":   {pipeline.WithRingSize(8192)},
		"small batches": {pipeline.WithMaxBatch(17)},
		"on the heap":   {pipeline.WithHeapRings(), pipeline.WithMaxBatch(1000)},
		"parked":        {pipeline.WithNotifier(func() notifier.Notifier { return notifier.NewSync() })},
		"polling":       {pipeline.WithNotifier(func() notifier.Notifier { return notifier.None{} })},
		"spinning":      {pipeline.WithNotifier(func() notifier.Notifier { return notifier.NewSpin(10, notifier.NewSync()) })},
	} {
		r, err := fm.New(fm.Config{Rate: c.Rate, Offset: 100e3})
		if err != nil {
			t.Fatal(err)
		}
		p := pipeline.New(opts...)
		left := in
		station := r.Apply(p, "station", pipeline.Source(p, "band", func(_ context.Context, dst []complex64) (int, error) {
			n := copy(dst, left)
			if left = left[n:]; len(left) == 0 {
				return n, io.EOF
			}
			return n, nil
		}))
		var m fm.Meter
		var got []fm.Frame
		pipeline.Sink(p, "level", station.Channel, m.Write)
		pipeline.Sink(p, "sound", station.Sound, func(_ context.Context, src []fm.Frame) (int, error) {
			got = append(got, src...)
			return len(src), nil
		})
		if err := p.Run(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %d frames, want %d", name, len(got), len(want))
		}
		for i := range got {
			if math.Float32bits(got[i][0]) != math.Float32bits(want[i][0]) || math.Float32bits(got[i][1]) != math.Float32bits(want[i][1]) {
				t.Fatalf("%s: frame %d is %v, want %v", name, i, got[i], want[i])
			}
		}
	}
}
