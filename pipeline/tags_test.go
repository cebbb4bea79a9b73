package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/pipelinetest"
)

// give is a source of items and tags in chunks of random length up to most.
func give(rnd *rand.Rand, items []int, tags []placed, most int) func(context.Context, []int) (int, []metadata.Tag, error) {
	pos := 0
	rnd = rand.New(rand.NewPCG(rnd.Uint64(), 0))
	return func(_ context.Context, dst []int) (int, []metadata.Tag, error) {
		if pos == len(items) {
			return 0, nil, io.EOF
		}
		n := copy(dst[:min(len(dst), 1+rnd.IntN(most))], items[pos:])
		var now []metadata.Tag
		for len(tags) != 0 && tags[0].at < pos+n {
			now = append(now, metadata.Tag{Offset: tags[0].at - pos, Key: "n", Value: metadata.IntValue(tags[0].number)})
			tags = tags[1:]
		}
		if pos += n; pos == len(items) && rnd.IntN(2) == 0 {
			return n, now, io.EOF
		}
		return n, now, nil
	}
}

// taken is what a sink has had.
type taken struct {
	items []int
	tags  []placed
}

// take is a sink that uses a random part of what it is given.
func (k *taken) take(rnd *rand.Rand) func(context.Context, []int, []metadata.Tag) (int, error) {
	rnd = rand.New(rand.NewPCG(rnd.Uint64(), 0))
	return func(_ context.Context, src []int, tags []metadata.Tag) (int, error) {
		n := len(src)
		if n > 1 {
			n = 1 + rnd.IntN(n)
		}
		for _, t := range tags {
			if t.Offset > len(src) || t.Offset == len(src) && len(src) != 0 {
				return 0, fmt.Errorf("tag %v of %d items", t, len(src))
			}
			if t.Offset < n || len(src) == 0 {
				k.tags = append(k.tags, placed{len(k.items) + t.Offset, int(t.Value.Int64())})
			}
		}
		k.items = append(k.items, src[:n]...)
		return n, nil
	}
}

func (k *taken) require(t *testing.T, items []int, tags []placed) {
	t.Helper()
	require.Equal(t, items, k.items)
	slices.SortStableFunc(k.tags, byPlace)
	require.Equal(t, tags, k.tags)
}

// options returns random ones.
func options(rnd *rand.Rand) (opts []pipeline.Option) {
	opts = append(opts, pipeline.WithRingSize(4096<<rnd.IntN(5)))
	if rnd.IntN(3) != 0 {
		opts = append(opts, pipeline.WithMaxBatch(1+rnd.IntN(1<<rnd.IntN(11))))
	}
	if rnd.IntN(3) == 0 {
		opts = append(opts, pipeline.WithHeapRings())
	}
	return opts
}

// rounds is how often a random test is made.
func rounds(n int) int {
	if testing.Short() {
		return max(1, n/10)
	}
	return n
}

func seeded(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func TestTagsLandWhereTheRateSaysInEveryCut(t *testing.T) {
	rnd := seeded(t)
	for range rounds(15) {
		r := newResampler(rnd)
		src := numbers(1 + rnd.IntN(2000))
		tags := numbered(rnd, len(src), rnd.IntN(100))
		items, landed := pipelinetest.SameForEveryCut(t, func() pipeline.Transformer[int, int] { return r.fresh() }, src, asTags(tags))
		want, at := r.of(src, tags)
		require.Equal(t, want, items, "%v of %d", r, len(src))
		require.Equal(t, at, asPlaced(landed, 0), "%v of %d", r, len(src))
	}
}

func TestTagsGoThroughChains(t *testing.T) {
	rnd := seeded(t)
	for range rounds(300) {
		p := pipeline.New(options(rnd)...)
		items := numbers(1 + rnd.IntN(5000))
		tags := numbered(rnd, len(items), rnd.IntN(100))
		s := pipeline.SourceTags(p, "source", give(rnd, items, tags, 1+rnd.IntN(1000)))
		var chain []*resampler
		for i := range rnd.IntN(5) {
			r := newResampler(rnd)
			chain = append(chain, r)
			s = pipeline.Apply(p, fmt.Sprint("block ", i), s, r.fresh())
			items, tags = r.of(items, tags)
		}
		var got taken
		pipeline.SinkTags(p, "sink", s, got.take(rnd))
		require.NoError(t, run(t, p), "%v", chain)
		require.Equal(t, items, got.items, "%v", chain)
		slices.SortStableFunc(got.tags, byPlace)
		require.Equal(t, tags, got.tags, "%v", chain)
	}
}

// TestTagOfTheItemWhereTheRateChanges is on the first item at its rate, though
// the last one before it was made of fewer than the rate says.
func TestTagOfTheItemWhereTheRateChanges(t *testing.T) {
	legs := []leg{{0, 1, 2}, {5, 1, 1}}
	_, landed := pipelinetest.SameForEveryCut(t, func() pipeline.Transformer[int, int] { return &resampler{legs: legs} },
		numbers(9), asTags([]placed{{4, 1}, {5, 2}, {8, 3}}))
	require.Equal(t, []placed{{2, 1}, {3, 2}, {6, 3}}, asPlaced(landed, 0))
}
