package pipeline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// blend is a block that adds up its inputs, an item of each at a time.
type blend struct{ policy pipeline.Propagation }

func (blend) Rate() (out, in int)                 { return 1, 1 }
func (b blend) Propagation() pipeline.Propagation { return b.policy }

type blend2 struct{ blend }

func (blend2) Join(dst, a, b []int, _ bool) (int, int, int, error) {
	n := min(len(dst), len(a), len(b))
	for i := range n {
		dst[i] = a[i] + b[i]
	}
	return n, n, n, nil
}

type blend3 struct{ blend }

func (blend3) Join(dst, a, b, c []int, _ bool) (int, int, int, int, error) {
	n := min(len(dst), len(a), len(b), len(c))
	for i := range n {
		dst[i] = a[i] + b[i] + c[i]
	}
	return n, n, n, n, nil
}

// quotients is a block of two outputs: items divided by two, and the rest.
type quotients struct{ blend }

func (quotients) Split(a, b, src []int, _ bool) (int, int, int, error) {
	n := min(len(a), len(b), len(src))
	for i, v := range src[:n] {
		a[i], b[i] = v/2, v%2
	}
	return n, n, n, nil
}

// shifted returns tags with their numbers raised by so much.
func shifted(tags []placed, by int) (all []placed) {
	for _, t := range tags {
		all = append(all, placed{t.at, t.number + by})
	}
	return all
}

// clipped returns tags as they are on a stream of n items.
func clipped(tags []placed, n int) (all []placed) {
	for _, t := range tags {
		all = append(all, placed{min(t.at, n), t.number})
	}
	return all
}

func merged(all ...[]placed) []placed {
	m := slices.Concat(all...)
	slices.SortStableFunc(m, byPlace)
	return m
}

func TestTagsGoThroughJoins(t *testing.T) {
	rnd := seeded(t)
	for range rounds(100) {
		for _, policy := range []pipeline.Propagation{pipeline.AllToAll, pipeline.OneToOne, pipeline.NoTags} {
			n := 1 + rnd.IntN(3000)
			items := numbers(n)
			p := pipeline.New(options(rnd)...)
			var in [3]*pipeline.Stream[int]
			var tags [3][]placed
			for i := range in {
				tags[i] = shifted(numbered(rnd, n, rnd.IntN(30)), 100*i)
				in[i] = pipeline.SourceTags(p, fmt.Sprint("source ", i), give(rnd, items, tags[i], 1+rnd.IntN(500)))
			}
			two := pipeline.Join2(p, "two", in[0], in[1], blend2{blend{policy}})
			three := pipeline.Join3(p, "three", two, in[1], in[2], blend3{blend{policy}})
			var got2, got3 taken
			pipeline.SinkTags(p, "sink two", two, got2.take(rnd))
			pipeline.SinkTags(p, "sink three", three, got3.take(rnd))
			require.NoError(t, run(t, p))
			var want2, want3 []placed
			switch policy {
			case pipeline.AllToAll:
				want2 = merged(tags[0], tags[1])
				want3 = merged(want2, tags[1], tags[2])
			case pipeline.OneToOne:
				want2, want3 = tags[0], tags[0]
			}
			var sum2, sum3 []int
			for _, v := range items {
				sum2, sum3 = append(sum2, 2*v), append(sum3, 4*v)
			}
			got2.require(t, sum2, want2)
			got3.require(t, sum3, want3)
		}
	}
}

func TestTagsGoThroughSplits(t *testing.T) {
	rnd := seeded(t)
	for range rounds(100) {
		for _, policy := range []pipeline.Propagation{pipeline.AllToAll, pipeline.OneToOne, pipeline.NoTags} {
			n := 1 + rnd.IntN(3000)
			tags := numbered(rnd, n, rnd.IntN(30))
			p := pipeline.New(options(rnd)...)
			s := pipeline.SourceTags(p, "source", give(rnd, numbers(n), tags, 1+rnd.IntN(500)))
			a, b := pipeline.Split(p, "split", s, quotients{blend{policy}})
			var gotA, gotB taken
			pipeline.SinkTags(p, "sink a", a, gotA.take(rnd))
			pipeline.SinkTags(p, "sink b", b, gotB.take(rnd))
			require.NoError(t, run(t, p))
			var wantA, wantB []int
			for v := range n {
				wantA, wantB = append(wantA, v/2), append(wantB, v%2)
			}
			tagsA, tagsB := tags, tags
			if policy != pipeline.AllToAll {
				tagsB = nil
			}
			if policy == pipeline.NoTags {
				tagsA = nil
			}
			gotA.require(t, wantA, tagsA)
			gotB.require(t, wantB, tagsB)
		}
	}
}

func TestTagsAreOnTheSameItemInEveryBranch(t *testing.T) {
	rnd := seeded(t)
	for range rounds(100) {
		items := numbers(1 + rnd.IntN(3000))
		tags := numbered(rnd, len(items), rnd.IntN(30))
		p := pipeline.New(options(rnd)...)
		s := pipeline.SourceTags(p, "source", give(rnd, items, tags, 1+rnd.IntN(500)))
		got := make([]taken, 1+rnd.IntN(4))
		for i := range got {
			pipeline.SinkTags(p, fmt.Sprint("sink ", i), s, got[i].take(rnd))
		}
		require.NoError(t, run(t, p))
		for i := range got {
			got[i].require(t, items, tags)
		}
	}
}

// retagger makes a tag of its own on each tenth item, moves those it gets three
// items on, and drops those with an odd number.
type retagger struct{ made int }

func (*retagger) Transform(dst, src []int, _ bool) (int, int, error) {
	n := copy(dst, src)
	return n, n, nil
}

func (r *retagger) Retag(dst, src []metadata.Tag, nDst, _ int) []metadata.Tag {
	for _, t := range src {
		if t.Value.Int64()%2 == 0 {
			t.Offset += 3
			dst = append(dst, t)
		}
	}
	for i := range nDst {
		if (r.made+i)%10 == 0 {
			dst = append(dst, metadata.Tag{Offset: i, Key: "tenth", Value: metadata.IntValue(1000 + r.made + i)})
		}
	}
	r.made += nDst
	return dst
}

func TestTaggerMovesItsTags(t *testing.T) {
	rnd := seeded(t)
	for range rounds(100) {
		n := 1 + rnd.IntN(2000)
		tags := numbered(rnd, n, rnd.IntN(30))
		p := pipeline.New(options(rnd)...)
		s := pipeline.SourceTags(p, "source", give(rnd, numbers(n), tags, 1+rnd.IntN(500)))
		var got taken
		pipeline.SinkTags(p, "sink", pipeline.Apply(p, "retag", s, &retagger{}), got.take(rnd))
		require.NoError(t, run(t, p))
		var want []placed
		for _, t := range tags {
			if t.number%2 == 0 {
				want = append(want, placed{t.at + 3, t.number})
			}
		}
		for i := 0; i < n; i += 10 {
			want = append(want, placed{i, 1000 + i})
		}
		got.require(t, numbers(n), merged(clipped(want, n)))
	}
}

func TestTagsOfAnEmptyStreamAndOfDroppedItems(t *testing.T) {
	p := pipeline.New()
	s := pipeline.SourceTags(p, "source", give(rand.New(rand.NewPCG(1, 1)), numbers(5), []placed{{1, 1}, {4, 4}}, 5))
	var got taken
	nothing := pipeline.TransformFunc[int, int](func(_, src []int, _ bool) (int, int, error) { return 0, min(2, len(src)), nil })
	pipeline.SinkTags(p, "sink", pipeline.Apply(p, "after", pipeline.Apply(p, "nothing", s, nothing), blend1{}), got.take(rand.New(rand.NewPCG(1, 1))))
	require.NoError(t, run(t, p))
	got.require(t, nil, []placed{{0, 1}, {0, 4}})
}

type blend1 struct{ blend }

func (blend1) Transform(dst, src []int, _ bool) (int, int, error) {
	n := copy(dst, src)
	return n, n, nil
}

func TestTagsBehindTheLastItemReachAGoBlock(t *testing.T) {
	p := pipeline.New()
	s := pipeline.SourceTags(p, "source", give(rand.New(rand.NewPCG(1, 1)), numbers(5), []placed{{4, 4}}, 5))
	in := pipeline.Apply(p, "pairs", s, sumsOfTwo{}).Input()
	var got []placed
	p.Go("go", func(ctx context.Context) error {
		for pos := 0; ; {
			src, err := in.Slice(ctx, 1)
			got = append(got, asPlaced(in.Tags(nil), pos)...)
			if err != nil {
				return eof(err)
			}
			pos += len(src)
			if err := in.Consume(len(src)); err != nil {
				return err
			}
		}
	}, in)
	require.NoError(t, run(t, p))
	require.Equal(t, []placed{{2, 4}}, got)
}

// sumsOfTwo drops a last item without another.
type sumsOfTwo struct{}

func (sumsOfTwo) Rate() (out, in int) { return 1, 2 }

func (sumsOfTwo) Transform(dst, src []int, _ bool) (nDst, nSrc int, err error) {
	for ; nDst < len(dst) && nSrc+2 <= len(src); nDst, nSrc = nDst+1, nSrc+2 {
		dst[nDst] = src[nSrc] + src[nSrc+1]
	}
	return nDst, nSrc, nil
}

// TestNoCallIsSplitAtATag counts the calls of a block with tags and without:
// exactly where it is driven alone, and in a pipeline, where a block that
// changes hands may be called once or twice more, to far less than a call a tag.
func TestNoCallIsSplitAtATag(t *testing.T) {
	const total, many = 100_000, 3000
	marks := numbered(rand.New(rand.NewPCG(1, 1)), total, many)
	alone := func(marks []placed) int {
		var tags []metadata.Tag
		for _, m := range marks {
			tags = append(tags, metadata.Tag{Offset: m.at, Key: "n", Value: metadata.IntValue(m.number)})
		}
		r := &resampler{legs: []leg{{0, 2, 3}}, delay: -7}
		_, landed, err := pipeline.Drive(r, numbers(total), tags, func() int { return 1000 })
		require.NoError(t, err)
		require.Len(t, landed, len(tags))
		return r.calls
	}
	require.Equal(t, alone(nil), alone(marks))

	calls := func(tags []placed) int {
		p := pipeline.New(pipeline.WithMaxBatch(1000))
		r := &resampler{legs: []leg{{0, 2, 3}}, delay: -7}
		s := pipeline.SourceTags(p, "source", give(rand.New(rand.NewPCG(1, 1)), numbers(total), tags, 1000))
		var got taken
		pipeline.SinkTags(p, "sink", pipeline.Apply(p, "block", s, r), got.take(rand.New(rand.NewPCG(1, 1))))
		require.NoError(t, run(t, p))
		require.Len(t, got.tags, len(tags))
		return r.calls
	}
	require.InDelta(t, calls(nil), calls(marks), many/10)
}

func TestWrongTagsOfASourceAreErrors(t *testing.T) {
	for _, offset := range []int{-1, 1} {
		p := pipeline.New()
		s := pipeline.SourceTags(p, "source", func(context.Context, []int) (int, []metadata.Tag, error) {
			return 1, []metadata.Tag{{Offset: offset, Key: "k"}}, nil
		})
		pipeline.Sink(p, "sink", s, into(new([]int)))
		require.ErrorContains(t, run(t, p), fmt.Sprintf(`block "source": its tag "k" is at offset %d of 1 items`, offset))
	}
}

// TestTagsSurviveStreamsFromOutside leads tags in and out of a graph, directly
// and by way of a ring.
func TestTagsSurviveStreamsFromOutside(t *testing.T) {
	rnd := seeded(t)
	for round := range rounds(40) {
		in, err := circular.New[int](1000)
		require.NoError(t, err)
		out, err := circular.New[int](1000)
		require.NoError(t, err)
		result := out.AddReader()
		items := numbers(1 + rnd.IntN(5000))
		tags := numbered(rnd, len(items), rnd.IntN(50))

		p := pipeline.New(options(rnd)...)
		s := pipeline.From(p, "from", pipeline.Input[int](in.AddReader()))
		if round%2 == 0 {
			pipeline.Sink(p, "more", s, discardAll)
		}
		if round%3 == 0 {
			s = pipeline.Apply(p, "same", s, blend1{})
		}
		pipeline.To(p, "to", s, pipeline.Output[int](out))
		if round%5 == 0 {
			pipeline.Sink(p, "and more", s, discardAll)
		}

		chunks := give(rnd, items, tags, 300)
		go func() {
			for {
				d, err := in.Slice(context.Background(), 1)
				if err != nil {
					return
				}
				n, now, err := chunks(nil, d)
				if n > 0 {
					in.ProduceTags(n, now...)
				}
				if err != nil {
					in.Close()
					return
				}
			}
		}()
		var got taken
		read := make(chan error)
		go func() {
			for {
				src, err := result.Slice(context.Background(), 1)
				if err != nil {
					read <- eof(err)
					return
				}
				got.tags = append(got.tags, asPlaced(result.Tags(nil), len(got.items))...)
				got.items = append(got.items, src...)
				if err := result.Consume(len(src)); err != nil {
					read <- err
					return
				}
			}
		}()
		require.NoError(t, run(t, p))
		require.NoError(t, <-read)
		require.NoError(t, result.Close())
		got.require(t, items, tags)
	}
}

func discardAll(_ context.Context, src []int) (int, error) { return len(src), nil }
