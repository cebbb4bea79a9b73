package rdstag_test

import (
	"context"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rdstag"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

const rate = 256e3

// sent is a band with one station that begins after some seconds, and its groups.
func sent(t *testing.T, lead, seconds float64) (band []complex64, groups [][4]uint16) {
	t.Helper()
	encoder, err := rds.NewEncoder(rds.Programme{PI: 0x1234, Name: "TAGS", Text: "on their samples"})
	if err != nil {
		t.Fatal(err)
	}
	tx := fmtx.New(fmtx.Config{Rate: rate, Seconds: seconds, Stations: []fmtx.Station{{
		Left: 500, Right: 900, Level: 0.5, Groups: func() [4]uint16 {
			groups = append(groups, encoder.Next())
			return groups[len(groups)-1]
		}}}})
	rnd := rand.New(rand.NewPCG(3, 4))
	band = make([]complex64, int(lead*rate))
	for i := range band {
		band[i] = complex(float32(0.1*rnd.NormFloat64()), float32(0.1*rnd.NormFloat64()))
	}
	for buf := make([]complex64, 4096); ; {
		n, err := tx.Read(t.Context(), buf)
		band = append(band, buf[:n]...)
		if err == io.EOF {
			return band, groups
		}
	}
}

// tagged is a tag and the sample it is on.
type tagged struct {
	sample uint64
	metadata.Tag
}

// run sends the band through a graph and returns what comes behind the tagger.
func run(t *testing.T, band []complex64, opts ...pipeline.Option) (out []complex64, tags []tagged) {
	t.Helper()
	return runTagged(t, band, nil, opts...)
}

// runTagged is run for a band with tags of its own, in order.
func runTagged(t *testing.T, band []complex64, own []metadata.Tag, opts ...pipeline.Option) (out []complex64, tags []tagged) {
	t.Helper()
	r, err := fm.New(fm.Config{Rate: rate})
	if err != nil {
		t.Fatal(err)
	}
	p := pipeline.New(opts...)
	left := band
	in := pipeline.SourceTags(p, "band", func(_ context.Context, dst []complex64) (n int, tags []metadata.Tag, err error) {
		position := len(band) - len(left)
		n = copy(dst, left)
		for len(own) > 0 && own[0].Offset < position+n {
			tag := own[0]
			tag.Offset -= position
			tags, own = append(tags, tag), own[1:]
		}
		if left = left[n:]; len(left) == 0 {
			return n, tags, io.EOF
		}
		return n, tags, nil
	})
	streams := r.Apply(p, "station", in)
	pipeline.Sink(p, "sound", streams.Sound, func(_ context.Context, s []fm.Frame) (int, error) { return len(s), nil })
	var meter fm.Meter
	pipeline.Sink(p, "level", streams.Channel, meter.Write)
	reports := pipeline.Apply(p, "rds", streams.Multiplex, rdstag.NewReporter(r.Rate()))
	behind := rdstag.Apply(p, "tags", in, rate, []rdstag.Station{{Reports: reports, Sample: r.Sample, Lower: 1, Upper: 2}}).Input()
	p.Go("end", func(ctx context.Context) error {
		var batch []metadata.Tag
		for {
			src, err := behind.Slice(ctx, 1)
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			batch = behind.Tags(batch[:0])
			for _, tag := range batch {
				at := uint64(len(out) + tag.Offset)
				tag.Offset = 0
				tags = append(tags, tagged{at, tag})
			}
			out = append(out, src...)
			if err := behind.Consume(len(src)); err != nil {
				return err
			}
		}
	}, behind)
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out, tags
}

// Each group is a tag on the sample it begins with, the samples are as they were,
// and how the graph runs changes nothing.
func TestTagsOnTheirSamples(t *testing.T) {
	const lead = 0.7
	band, groups := sent(t, lead, 3)
	want, wantTags := run(t, band)
	if !slices.Equal(want, band) {
		t.Fatalf("%d samples, not the %d that went in", len(want), len(band))
	}
	const group = 104 * rate / rds.BitRate
	n, first := 0, -1
	for _, tag := range wantTags {
		if tag.Key != rdstag.Key {
			continue
		}
		k := int((float64(tag.sample)-lead*rate)/group + 0.5)
		if first < 0 {
			first = k
		}
		if n == 0 { // cut off: before the receiver had found the bits
			n++
			continue
		}
		if off := float64(tag.sample) - lead*rate - float64(k)*group; off < -group/104/4 || off > group/104/4 {
			t.Errorf("group %d lies on sample %d, off by %g", k, tag.sample, off)
		}
		if text := (rds.Group{Blocks: groups[k], Status: [4]rds.Status{1, 1, 1, 1}}).String(); k-first != n || tag.Value.String() != text && n < 30 {
			t.Errorf("tag %d is group %d, %s, sent was %s", n, k, tag.Value, text)
		}
		n++
	}
	if n < 30 || len(wantTags) != 4*n {
		t.Errorf("%d groups, %d tags", n, len(wantTags))
	}
	for name, opts := range map[string][]pipeline.Option{
		"small rings":   {pipeline.WithRingSize(8192)},
		"large rings":   {pipeline.WithRingSize(4 << 20)},
		"small batches": {pipeline.WithMaxBatch(61)},
		"on the heap":   {pipeline.WithHeapRings(), pipeline.WithMaxBatch(1000)},
	} {
		out, tags := run(t, band, opts...)
		if !slices.Equal(out, want) || !slices.EqualFunc(tags, wantTags, func(a, b tagged) bool { return a.sample == b.sample && a.Tag.Equal(b.Tag) }) {
			t.Errorf("%s: %d samples and %d tags, want %d and %d and the same", name, len(out), len(tags), len(want), len(wantTags))
		}
	}
}

// The band keeps the tags that it has; at one sample they come before those of a
// group.
func TestTagsOfTheBand(t *testing.T) {
	band, _ := sent(t, 0, 1.5)
	_, groups := run(t, band)
	var own []metadata.Tag
	for at := 0; at < len(band); at += 7001 {
		own = append(own, metadata.New(at, "own", at))
	}
	at := slices.IndexFunc(groups, func(g tagged) bool { return g.sample > 10000 })
	own = append(own, metadata.New(int(groups[at].sample), "own", int(groups[at].sample)), metadata.New(len(band)-1, "own", len(band)-1))
	slices.SortStableFunc(own, func(a, b metadata.Tag) int { return a.Offset - b.Offset })
	for name, opts := range map[string][]pipeline.Option{"as it comes": nil, "small batches": {pipeline.WithMaxBatch(61)}} {
		_, tags := runTagged(t, band, own, opts...)
		passed := 0
		for i, tag := range tags {
			if tag.Key != "own" {
				continue
			}
			passed++
			if uint64(tag.Value.Int64()) != tag.sample || i > 0 && tags[i-1].sample == tag.sample {
				t.Errorf("%s: the tag of sample %s is at %d", name, tag.Value, tag.sample)
			}
		}
		if passed != len(own) || len(tags) != len(own)+len(groups) {
			t.Errorf("%s: %d tags of %d, %d in all", name, passed, len(own), len(tags))
		}
	}
}

// The value of a tag is the group with all that is known of it.
func TestOf(t *testing.T) {
	band, _ := sent(t, 0, 1)
	_, tags := run(t, band)
	last, groups := uint64(0), 0
	for _, tag := range tags {
		g, ok := rdstag.Of(tag.Tag)
		if ok != (tag.Key == rdstag.Key) {
			t.Fatalf("%s: %v", tag.Key, ok)
		}
		if !ok {
			continue
		}
		groups++
		if g.Station != 0 || g.Blocks[0] != 0x1234 || g.Status[0] != rds.Received || g.First <= last && groups > 1 || tag.Value.String() != g.Group.String() {
			t.Errorf("sample %d: %+v", tag.sample, g)
		}
		last = g.First
	}
	if groups < 8 {
		t.Errorf("%d groups", groups)
	}
	for _, tag := range []metadata.Tag{{}, metadata.New(0, rdstag.Key, "1234 ---- ---- ----"), metadata.New(0, "other", rdstag.Group{})} {
		if g, ok := rdstag.Of(tag); ok {
			t.Errorf("%v is %v", tag, g)
		}
	}
}

// A band shorter than what is held back comes whole, one of nothing gives nothing.
func TestShortBands(t *testing.T) {
	band, _ := sent(t, 0, 0.4)
	if out, tags := run(t, band); !slices.Equal(out, band) || len(tags) == 0 {
		t.Errorf("%d samples, want %d; %d tags", len(out), len(band), len(tags))
	}
	if out, tags := run(t, nil); len(out) != 0 || len(tags) != 0 {
		t.Errorf("of nothing %d samples and %d tags", len(out), len(tags))
	}
}

// No group begins before a mark that came earlier, for stations that begin at any
// time, and the reports do not depend on the cut.
func TestMarks(t *testing.T) {
	for lead := range 8 {
		band, _ := sent(t, 0.2+float64(lead)*0.053, 1.2)
		r, _ := fm.New(fm.Config{Rate: rate})
		shifted, multiplex := make([]complex64, len(band)), make([]float32, len(band))
		n, _, _ := r.Channel.Transform(shifted, band, true)
		n, _, _ = r.Demod.Transform(multiplex, shifted[:n], true)
		var first []rdstag.Report
		for _, batch := range []int{n, 1000, 7} {
			reporter := rdstag.NewReporter(r.Rate())
			var list []rdstag.Report
			dst := make([]rdstag.Report, 3)
			for used, shown := 0, 0; ; {
				nDst, nSrc, err := reporter.Transform(dst, multiplex[used:shown], shown == n)
				if err != nil {
					t.Fatal(err)
				}
				list, used = append(list, dst[:nDst]...), used+nSrc
				if nDst == 0 && nSrc == 0 {
					if shown == n {
						break
					}
					shown = min(shown+batch, n)
				}
			}
			if first == nil {
				first = list
			} else if !slices.Equal(list, first) {
				t.Errorf("batches of %d: %d reports, want %d and the same", batch, len(list), len(first))
			}
		}
		known, groups := uint64(0), 0
		for _, r := range first {
			if !r.IsGroup {
				known = r.Known
				continue
			}
			groups++
			if r.Group.First < known {
				t.Errorf("lead %d: a group begins at %d, and those before %d were known", lead, r.Group.First, known)
			}
		}
		if groups < 5 || known == 0 {
			t.Errorf("lead %d: %d groups, all known before %d", lead, groups, known)
		}
	}
}
