package rdstag

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// margin is by how much the samples that are handed on lie behind those taken, in
// seconds. The stations get the same samples at their own pace: until theirs have
// come so far nothing is handed on, which is what makes the result the same always.
// What their filters hold back of them is far less than the quarter of a second.
const margin = Lag + 0.25

// Apply adds a block that hands the band on, its samples and tags as they are and
// each group of the stations as tags more at the sample it begins with. It holds the
// samples back for a second, in a ring of its own of 12 bytes times rate, until no
// group can begin in them any more. At the end of the band all comes that is left.
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

	held  *circular.Writer[complex64] // samples that are held back, with their tags,
	from  *circular.Reader[complex64] // and where they are taken from again
	taken uint64                      // from the band
	given uint64
	found []found // groups not yet laid on a sample, in order
	tags  []metadata.Tag
}

func (t *tagger) run(ctx context.Context) (err error) {
	// More than the margin, so that there is always room for what is taken.
	if t.held, err = circular.New[complex64](int(1.5*margin*t.rate) + 1); err != nil {
		return fmt.Errorf("hold %g s back: %w", margin, err)
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
		if err := t.take(src); err != nil {
			return err
		}
		if back := uint64(margin * t.rate); t.taken >= back {
			if err := t.learn(ctx, t.taken-back); err != nil {
				return err
			}
			if err := t.give(ctx, t.taken-back); err != nil {
				return err
			}
		}
	}
}

// take holds back what there is room for, one sample or more.
func (t *tagger) take(src []complex64) error {
	n := copy(t.held.TrySlice(), src)
	t.held.ProduceTags(n, before(t.in.Tags(t.tags[:0]), n)...)
	t.taken += uint64(n)
	return t.in.Consume(n)
}

// end hands on all that is left.
func (t *tagger) end(ctx context.Context) error {
	if err := t.learn(ctx, math.MaxUint64); err != nil {
		return err
	}
	return t.give(ctx, t.taken)
}

// learn takes in what the stations report until all groups are known that begin
// before a position, or there are no more.
func (t *tagger) learn(ctx context.Context, until uint64) error {
	for i, s := range t.stations {
		for s.known < until {
			g, more, err := s.next(ctx, until)
			if err != nil {
				return err
			}
			if more {
				t.found = insert(t.found, s.place(i, g))
			}
		}
	}
	return nil
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
		t.tags = before(t.from.Tags(t.tags[:0]), n)
		for len(t.found) > 0 && t.found[0].first < t.given+uint64(n) {
			t.tags = t.found[0].append(t.tags, t.given)
			t.found = t.found[1:]
		}
		slices.SortStableFunc(t.tags, func(a, b metadata.Tag) int { return cmp.Compare(a.Offset, b.Offset) })
		t.out.ProduceTags(n, t.tags...)
		if err := t.from.Consume(n); err != nil {
			return err
		}
		t.given += uint64(n)
	}
	return nil
}

// before returns the tags, which are in order, of the first n samples.
func before(tags []metadata.Tag, n int) []metadata.Tag {
	return tags[:sort.Search(len(tags), func(i int) bool { return tags[i].Offset >= n })]
}
