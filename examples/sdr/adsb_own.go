package main

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/modestx"
)

// fly makes the own signal: four aircraft near and far.
func fly(seconds float64) (*input, *modestx.Transmitter) {
	c := modestx.Config{
		Rate: 2.4e6, Seconds: seconds, Noise: 2e-3,
		Flights: []modestx.Flight{
			{Address: 0x3c6581, Ident: "SEAM1", Squawk: 0o1000, Lat: 50.05, Lon: 8.62, Altitude: 4500, Speed: 250, Track: 68, VerticalRate: 2240, Level: 0.5, Frequency: 150e3},
			{Address: 0x4ca2d1, Ident: "LESS42", Squawk: 0o4621, Lat: 50.41, Lon: 8.11, Altitude: 38000, Speed: 455, Track: 292, Level: 0.15, Frequency: -400e3},
			{Address: 0xa0f1bb, Ident: "RING24W", Squawk: 0o2253, Lat: 49.77, Lon: 9.3, Altitude: 21000, Speed: 398, Track: 181, VerticalRate: -1536, Level: 0.06, Frequency: 30e3},
			{Address: 0x7c1a2e, Ident: "TWICE", Squawk: 0o0363, Lat: 50.9, Lon: 7.4, Altitude: 33000, Speed: 471, Track: 135, VerticalRate: 64, Level: 0.03, Frequency: -90e3},
		},
	}
	sky := modestx.New(c)
	return &input{
		read:    sky.Read,
		close:   func() error { return nil },
		rate:    c.Rate,
		samples: int64(math.Round(c.Seconds * c.Rate)),
	}, sky
}

// compare holds what was received against what was sent, message by message, and
// returns an error if anything differs.
func compare(w io.Writer, say bool, sent []modestx.Message, received []modes.Message) error {
	missing, next := 0, 0
	for i := range sent {
		if next < len(received) && bytes.Equal(received[next].Bytes(), sent[i].Data) {
			next++
		} else {
			missing++
		}
	}
	if say {
		fmt.Fprintf(w, "sent %d messages, received %d of them and %d others\n", len(sent), next, len(received)-next)
	}
	if missing > 0 || next < len(received) {
		return fmt.Errorf("of %d messages sent, %d are missing; %d were received that were not sent", len(sent), missing, len(received)-next)
	}
	return nil
}
