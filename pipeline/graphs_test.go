package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/pipeline"
)

// node is a stream of a random graph, with what is to come over it.
type node struct {
	stream *pipeline.Stream[int]
	items  []int
	tags   []placed
	rate   [2]int // items per item of the sources: streams of one rate can be joined
	read   bool
}

// graph is a random graph and the work of its plain reference.
type graph struct {
	p      *pipeline.Pipeline
	rnd    *rand.Rand
	nodes  []*node
	checks []func(t *testing.T)
	text   []string // what it is made of
}

func (g *graph) name(kind string, from ...*node) string {
	name := fmt.Sprintf("%s %d", kind, len(g.text))
	for _, n := range from {
		name += fmt.Sprintf(" of %d", slices.Index(g.nodes, n))
	}
	g.text = append(g.text, fmt.Sprintf("%d: %s", len(g.nodes), name))
	return name
}

func (g *graph) add(s *pipeline.Stream[int], items []int, tags []placed, rate [2]int) {
	if g.rnd.IntN(5) == 0 {
		s.Limit(1500 + g.rnd.IntN(1000))
	}
	for a, b := rate[0], rate[1]; ; a, b = b, a%b {
		if b == 0 {
			rate = [2]int{rate[0] / a, rate[1] / a}
			break
		}
	}
	g.nodes = append(g.nodes, &node{stream: s, items: items, tags: tags, rate: rate})
}

func (g *graph) pick() *node {
	n := g.nodes[g.rnd.IntN(len(g.nodes))]
	n.read = true
	return n
}

func (g *graph) source(total int) {
	items := numbers(total)
	for i := range items {
		items[i] = items[i] * (1 + len(g.nodes)) % 1009
	}
	tags := shifted(numbered(g.rnd, total, g.rnd.IntN(20)), 100*len(g.nodes))
	name := g.name("source")
	if g.rnd.IntN(2) == 0 {
		g.add(pipeline.SourceTags(g.p, name, give(g.rnd, items, tags, 1+g.rnd.IntN(2000))), items, tags, [2]int{1, 1})
		return
	}
	s, out := pipeline.NewStream[int](g.p, name)
	chunks := give(g.rnd, items, tags, 1+g.rnd.IntN(2000))
	g.p.Go(name, func(ctx context.Context) error {
		for {
			dst, err := out.Slice(ctx, 1)
			if err != nil {
				return err
			}
			n, now, end := chunks(ctx, dst)
			if n > 0 {
				out.ProduceTags(n, now...)
			}
			if end != nil {
				return nil
			}
		}
	}, out)
	g.add(s, items, tags, [2]int{1, 1})
}

// rated is sums with a rate, so that its tags are known.
type rated struct{ sums }

func (r rated) Rate() (out, in int) { return 1, r.step }

// of returns what it makes.
func (r rated) of(src []int, tags []placed) (dst []int, landed []placed) {
	for k := 0; k < len(src); k += r.step {
		sum := 0
		for _, v := range src[k:min(k+r.width, len(src))] {
			sum += v
		}
		dst = append(dst, sum)
	}
	for _, t := range tags {
		landed = append(landed, placed{min(t.at/r.step, len(dst)), t.number})
	}
	return dst, landed
}

func (g *graph) apply() {
	n := g.pick()
	if len(n.items) > 30_000 || g.rnd.IntN(3) != 0 {
		step := 1 + g.rnd.IntN(4)
		r := rated{sums{step + g.rnd.IntN(60), step}}
		dst, tags := r.of(n.items, n.tags)
		g.add(pipeline.Apply(g.p, g.name("sums", n), n.stream, r), dst, tags, [2]int{n.rate[0], n.rate[1] * step})
		return
	}
	r := &resampler{legs: []leg{{0, 1 + g.rnd.IntN(3), 1 + g.rnd.IntN(3)}}, delay: g.rnd.IntN(21) - 10}
	dst, tags := r.of(n.items, n.tags)
	g.add(pipeline.Apply(g.p, g.name("resample", n), n.stream, r.fresh()), dst, tags, [2]int{n.rate[0] * r.legs[0].out, n.rate[1] * r.legs[0].in})
}

func (g *graph) join() {
	a := g.pick()
	var like []*node
	for _, n := range g.nodes {
		if n.rate == a.rate {
			like = append(like, n)
		}
	}
	b := like[g.rnd.IntN(len(like))]
	b.read = true
	var sum []int
	for i := range min(len(a.items), len(b.items)) {
		sum = append(sum, a.items[i]+b.items[i])
	}
	// Tags beyond the shorter of the two may come or not: they are not looked at.
	g.add(pipeline.Join2(g.p, g.name("join", a, b), a.stream, b.stream, blend2{blend{pipeline.NoTags}}), sum, nil, a.rate)
}

func (g *graph) split() {
	n := g.pick()
	a, b := pipeline.Split(g.p, g.name("split", n), n.stream, quotients{})
	var half, rest []int
	for _, v := range n.items {
		half, rest = append(half, v/2), append(rest, v%2)
	}
	g.add(a, half, n.tags, n.rate)
	g.add(b, rest, n.tags, n.rate)
}

func (g *graph) body() {
	n := g.pick()
	name := g.name("go", n)
	s, out := pipeline.NewStream[int](g.p, name)
	in := n.stream.Input()
	least := 1 + g.rnd.IntN(50)
	g.p.Go(name, func(ctx context.Context) error {
		for {
			src, err := in.Slice(ctx, least)
			if err != nil {
				return eof(err)
			}
			tags := in.Tags(nil)
			dst, err := out.Slice(ctx, 1)
			if err != nil {
				return err
			}
			n := copy(dst, src)
			tags = slices.DeleteFunc(tags, func(t metadata.Tag) bool { return t.Offset >= n })
			out.ProduceTags(n, tags...)
			if err := in.Consume(n); err != nil {
				return err
			}
		}
	}, in, out)
	tags := slices.DeleteFunc(slices.Clone(n.tags), func(t placed) bool { return t.at >= len(n.items) })
	g.add(s, n.items, tags, n.rate)
}

func (g *graph) sink(n *node) {
	n.read = true
	enough := -1
	if len(n.items) > 10 && g.rnd.IntN(8) == 0 {
		enough = 1 + g.rnd.IntN(len(n.items))
	}
	name := g.name("sink", n)
	got := new(taken)
	take, rnd := got.take(g.rnd), rand.New(rand.NewPCG(g.rnd.Uint64(), 0))
	pipeline.SinkTags(g.p, name, n.stream, func(ctx context.Context, src []int, tags []metadata.Tag) (int, error) {
		if rnd.IntN(20) == 0 {
			runtime.Gosched()
		}
		used, err := take(ctx, src, tags)
		if enough >= 0 && len(got.items) >= enough {
			return used, io.EOF
		}
		return used, err
	})
	g.checks = append(g.checks, func(t *testing.T) {
		t.Helper()
		if enough >= 0 {
			require.GreaterOrEqual(t, len(got.items), enough, name)
			require.Equal(t, n.items[:len(got.items)], got.items, name)
			return
		}
		require.Equal(t, len(n.items), len(got.items), name)
		require.True(t, slices.Equal(n.items, got.items), name)
		slices.SortStableFunc(got.tags, byPlace)
		require.True(t, slices.Equal(merged(n.tags), got.tags), "%s: tags %v, want %v", name, got.tags, n.tags)
	})
}

// randomGraph makes a graph of so many blocks and a few more.
func randomGraph(rnd *rand.Rand, blocks int, opts ...pipeline.Option) *graph {
	g := &graph{p: pipeline.New(opts...), rnd: rnd}
	total := 1 + rnd.IntN(10_000)
	for range 1 + rnd.IntN(3) {
		g.source(total)
	}
	for range blocks {
		switch rnd.IntN(10) {
		case 0, 1, 2, 3:
			g.apply()
		case 4, 5:
			g.join()
		case 6:
			g.split()
		case 7:
			g.body()
		default:
			g.sink(g.nodes[rnd.IntN(len(g.nodes))])
		}
	}
	for _, n := range g.nodes {
		if !n.read {
			g.sink(n)
		}
	}
	return g
}

func TestRandomGraphsGiveWhatAPlainComputationGives(t *testing.T) {
	notifiers := []func() notifier.Notifier{
		func() notifier.Notifier { return notifier.NewChan() },
		func() notifier.Notifier { return notifier.NewSync() },
		func() notifier.Notifier { return notifier.NewSpin(10, notifier.NewSync()) },
	}
	for _, procs := range []int{1, 2, 4} {
		t.Run(fmt.Sprintf("procs=%d", procs), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			rnd := seeded(t)
			for range rounds(150) {
				opts := []pipeline.Option{
					pipeline.WithRingSize(32 << 10 << rnd.IntN(3)),
					pipeline.WithNotifier(notifiers[rnd.IntN(len(notifiers))]),
				}
				if rnd.IntN(3) != 0 {
					opts = append(opts, pipeline.WithMaxBatch(1+rnd.IntN(1<<rnd.IntN(11))))
				}
				if rnd.IntN(3) == 0 {
					opts = append(opts, pipeline.WithHeapRings())
				}
				g := randomGraph(rnd, rnd.IntN(15), opts...)
				require.NoError(t, run(t, g.p), strings.Join(g.text, "\n"))
				for _, check := range g.checks {
					check(t)
				}
				if t.Failed() {
					t.Log(strings.Join(g.text, "\n"))
				}
			}
		})
	}
}
