package rds_test

import (
	"context"
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// A station sends its name beside a pilot, and a receiver reads it.
func Example() {
	const rate, seconds = 192e3, 1.5
	encoder, err := rds.NewEncoder(rds.Programme{PI: 0x9331, ProgrammeType: 5, Music: true, Name: "SEAMLESS", Text: "no seam"})
	if err != nil {
		fmt.Println(err)
		return
	}
	modulator, circle := rds.NewModulator(encoder.Next), dsp.UnitCircle()
	var pilot uint64
	left := int(rate * seconds)

	p := pipeline.New()
	multiplex := pipeline.Source(p, "multiplex", func(_ context.Context, dst []float32) (int, error) {
		dst = dst[:min(len(dst), left)]
		for i := range dst {
			dst[i] = 0.09*imag(circle.At(pilot)) + 0.03*modulator.Next(pilot)
			pilot += dsp.PhaseStep(19e3, rate)
		}
		if left -= len(dst); left == 0 {
			return len(dst), io.EOF
		}
		return len(dst), nil
	})
	groups := pipeline.Apply(p, "rds", multiplex, rds.NewReceiver(rate))
	decoder := rds.NewDecoder(rds.NorthAmerica)
	pipeline.Sink(p, "station", groups, func(_ context.Context, src []rds.Group) (int, error) {
		for _, g := range src {
			for _, e := range decoder.Decode(nil, g) {
				if e.Key == rds.KeyName || e.Key == rds.KeyText {
					fmt.Printf("%.2f s: %s\n", float64(e.Last)/rate, e.Value)
				}
			}
		}
		return len(src), nil
	})
	if err := p.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	s := decoder.Station()
	fmt.Printf("%04X %s, %s\n", s.PI, s.CallSign, rds.NorthAmerica.ProgrammeType(s.ProgrammeType))
	// Output:
	// 0.35 s: no seam
	// 0.61 s: SEAMLESS
	// 9331 WXRT, Rock
}
