package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
)

// broadcast is what a station of the own signal sends by RDS.
type broadcast struct {
	offset    float64
	programme rds.Programme
	groups    [][4]uint16 // sent; belongs to the goroutine of the transmitter while that runs
}

// ownClock is the time at which the own signal begins, a second and a half before a
// minute does.
var ownClock = time.Date(2024, time.January, 31, 11, 59, 58, 5e8, time.FixedZone("", 3600))

// transmit makes the own signal: two stations of different strength, each with
// one tone left and another right and a name, above a little noise.
func transmit(o options) (*input, []*broadcast, error) {
	own := []*broadcast{
		{offset: -250e3, programme: rds.Programme{PI: 0xD5EA, ProgrammeType: 10, Music: true, Name: "SEAMLESS", Text: "Mapped twice, back to back", Clock: ownClock}},
		{offset: 200e3, programme: rds.Programme{PI: 0xD5EB, ProgrammeType: 1, Traffic: true, Name: "RING FM", Text: "440 Hz is on the other station"}},
	}
	c := fmtx.Config{
		Rate: 1.024e6, Seconds: o.ownSeconds(), PreEmphasis: o.deEmphasis, Noise: 1e-3,
		Stations: []fmtx.Station{
			{Offset: own[0].offset, Left: 440, Right: 1000, Level: 0.3},
			{Offset: own[1].offset, Left: 660, Right: 1500, Level: 0.1},
		},
	}
	for i, b := range own {
		encoder, err := rds.NewEncoder(b.programme)
		if err != nil {
			return nil, nil, err
		}
		c.Stations[i].Groups = func() [4]uint16 {
			g := encoder.Next()
			b.groups = append(b.groups, g)
			return g
		}
	}
	return &input{
		read:    fmtx.New(c).Read,
		close:   func() error { return nil },
		rate:    c.Rate,
		samples: int64(math.Round(c.Seconds * c.Rate)),
	}, own, nil
}

// check holds what was received of a station against what it sent in some
// seconds, and says so. All must be right; after 3 seconds all must be there.
func (b *broadcast) check(w io.Writer, name string, r *radio, seconds float64) error {
	const settled = 3
	got, want := r.decoder.Station(), b.programme
	wantName := fmt.Sprintf("%-8s", want.Name)
	switch {
	case got.Name != wantName && (got.Name != "" || seconds >= settled):
		return fmt.Errorf("%s sent the name %q, received was %q", name, wantName, got.Name)
	case got.Text != want.Text && (got.Text != "" || seconds >= settled):
		return fmt.Errorf("%s sent the text %q, received was %q", name, want.Text, got.Text)
	case (got.PI != want.PI || got.ProgrammeType != want.ProgrammeType || got.Traffic != want.Traffic) && (len(r.groups) > 0 || seconds >= settled):
		return fmt.Errorf("%s sent PI %04X and programme type %d, received were %04X and %d", name, want.PI, want.ProgrammeType, got.PI, got.ProgrammeType)
	}
	if err := b.checkClock(name, got.Clock, seconds, settled); err != nil {
		return err
	}
	first := 0
	if len(r.groups) > 0 {
		first = max(0, slices.Index(b.groups, r.groups[0]))
	}
	for i, g := range r.groups {
		if first+i >= len(b.groups) || g != b.groups[first+i] {
			return fmt.Errorf("%s: group %d received is %04X, which was not sent there", name, i, g)
		}
	}
	// The first and the last may be cut off by the filters.
	whole := int(seconds * rds.BitRate / 104)
	if seconds >= settled && len(r.groups) < whole-2 {
		return fmt.Errorf("%s sent %d groups of RDS, received were %d", name, whole, len(r.groups))
	}
	_, err := fmt.Fprintf(w, "%s: %d of %d groups of RDS received, all as they were sent\n", name, len(r.groups), whole)
	return err
}

// checkClock holds a time received against those sent, each at the beginning of its
// minute: it is the last of them, a group and what is cut off aside.
func (b *broadcast) checkClock(name string, got time.Time, seconds, settled float64) error {
	const late = 62 * time.Second
	start := b.programme.Clock
	end := start.Add(time.Duration(seconds * float64(time.Second)))
	switch {
	case start.IsZero() && got.IsZero(), got.IsZero() && seconds < settled:
		return nil
	case start.IsZero(), got.Before(start), got.After(end), got.Before(end.Add(-late)):
		return fmt.Errorf("%s sent a time from %v to %v, received was %v", name, start, end, got)
	}
	return nil
}
