package rdstag

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// Key is the key of the tag of a group. Its value is the blocks in hexadecimal, ----
// for a lost one. The tags behind it, at the same sample, have the keys that package
// sigmf has for what an annotation tells beside: how many samples, and which part of
// the band.
const Key = "rds.group"

// Station is where the groups of one station come from.
type Station struct {
	Reports *pipeline.Stream[Report]
	Sample  func(multiplex uint64) uint64 // the sample of the band that one of the multiplex describes
	Lower   float64                       // the part of the band it takes, Hz; 0, 0: not told
	Upper   float64
}

// Apply adds a block that hands the band on, its samples as they are and each group
// of the stations as tags at the sample it begins with. It holds back [Lag] of the
// samples, in a ring of its own of rate times 8 bytes a second, until no group can
// begin in them any more.
func Apply(p *pipeline.Pipeline, name string, band *pipeline.Stream[complex64], rate float64, stations []Station) *pipeline.Stream[complex64] {
	tagged, out := pipeline.NewStream[complex64](p, name)
	in := band.Input()
	t := &tagger{rate: rate, in: in, out: out}
	ends := []pipeline.End{in, out}
	for _, s := range stations {
		reports := s.Reports.Input()
		t.stations = append(t.stations, &source{Station: s, reports: reports})
		ends = append(ends, reports)
	}
	p.Go(name, t.run, ends...)
	return tagged
}

// tagger is the block. All positions are samples of the band.
type tagger struct {
	rate     float64
	in       pipeline.Input[complex64]
	out      pipeline.Output[complex64]
	stations []*source

	held  *circular.Writer[complex64] // samples that are held back,
	from  *circular.Reader[complex64] // and where they are taken from again
	taken uint64                      // from the band
	given uint64
	found []found // groups not yet laid on a sample, in order
	tags  []metadata.Tag
}

// source is a station with what is known of it.
type source struct {
	Station
	reports pipeline.Input[Report]
	known   uint64 // all groups that begin before are
}

// found is a group of one of the stations.
type found struct {
	first uint64
	count uint64
	text  string
	of    *source
}

func (t *tagger) run(ctx context.Context) (err error) {
	// Twice the lag, so that there is always room for what is taken.
	if t.held, err = circular.New[complex64](int(2*Lag*t.rate) + 1); err != nil {
		return fmt.Errorf("hold %g s back: %w", Lag, err)
	}
	defer t.held.Close()
	t.from = t.held.AddReader()
	defer t.from.Close()
	for {
		src, err := t.in.Slice(ctx, 1)
		if err == io.EOF {
			return t.end(ctx)
		}
		if err != nil {
			return err
		}
		n := copy(t.held.TrySlice(), src)
		t.held.Produce(n)
		t.taken += uint64(n)
		if err := t.in.Consume(n); err != nil {
			return err
		}
		// The stations get the same samples at their own pace: until theirs have come
		// so far nothing is handed on, which is what makes the result the same always.
		// What their filters hold back of them is far less than the margin.
		margin := uint64((Lag + 0.25) * t.rate)
		if t.taken < margin {
			continue
		}
		for _, s := range t.stations {
			if err := s.learn(ctx, t, t.taken-margin); err != nil {
				return err
			}
		}
		if err := t.give(ctx, t.taken-margin); err != nil {
			return err
		}
	}
}

// end hands on all that is left.
func (t *tagger) end(ctx context.Context) error {
	for _, s := range t.stations {
		if err := s.learn(ctx, t, math.MaxUint64); err != nil {
			return err
		}
	}
	return t.give(ctx, t.taken)
}

// learn takes in reports until all groups are known that begin before a position,
// or there are no more.
func (s *source) learn(ctx context.Context, t *tagger, until uint64) error {
	for s.known < until {
		reports, err := s.reports.Slice(ctx, 1)
		if err == io.EOF {
			s.known = math.MaxUint64
			return nil
		}
		if err != nil {
			return err
		}
		used := 0
		for _, r := range reports {
			if used++; r.IsGroup {
				t.add(s, r.Group)
			} else if s.known = s.Sample(r.Known); s.known >= until {
				break
			}
		}
		if err := s.reports.Consume(used); err != nil {
			return err
		}
	}
	return nil
}

// add keeps a group in order; those of one sample in the order of the stations.
func (t *tagger) add(s *source, g rds.Group) {
	first := s.Sample(g.First)
	f := found{first: first, count: s.Sample(g.Last+1) - first, text: g.String(), of: s}
	place := func(f found) int { return slices.Index(t.stations, f.of) }
	i := len(t.found)
	for i > 0 && (t.found[i-1].first > first || t.found[i-1].first == first && place(t.found[i-1]) > place(f)) {
		i--
	}
	t.found = slices.Insert(t.found, i, f)
}

// give hands on the samples before a position, with the groups that begin in them.
func (t *tagger) give(ctx context.Context, until uint64) error {
	for t.given < until {
		held, err := t.from.TrySlice()
		if err != nil {
			return err
		}
		dst, err := t.out.Slice(ctx, 1)
		if err != nil {
			return err
		}
		n := copy(dst, held[:min(uint64(len(held)), until-t.given)])
		t.tags = t.tags[:0]
		for len(t.found) > 0 && t.found[0].first < t.given+uint64(n) {
			t.tags = t.found[0].append(t.tags, t.given)
			t.found = t.found[1:]
		}
		t.out.ProduceTags(n, t.tags...)
		if err := t.from.Consume(n); err != nil {
			return err
		}
		t.given += uint64(n)
	}
	return nil
}

// append appends the tags of a group for samples from a position on.
func (f found) append(tags []metadata.Tag, position uint64) []metadata.Tag {
	at := int(f.first - position)
	tags = append(tags,
		metadata.Tag{Offset: at, Key: Key, Value: metadata.StringValue(f.text)},
		metadata.Tag{Offset: at, Key: sigmf.KeyCount, Value: metadata.Uint64Value(f.count)})
	if f.of.Lower != 0 || f.of.Upper != 0 {
		tags = append(tags,
			metadata.Tag{Offset: at, Key: sigmf.KeyLower, Value: metadata.Float64Value(f.of.Lower)},
			metadata.Tag{Offset: at, Key: sigmf.KeyUpper, Value: metadata.Float64Value(f.of.Upper)})
	}
	return tags
}
