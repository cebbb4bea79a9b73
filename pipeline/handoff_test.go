package pipeline

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/metadata"
)

// window is a block with history: output n is the sum of items n..n+width-1 of
// the input, short at the end.
type window struct{ width int }

func (window) Rate() (out, in int) { return 1, 1 }

func (w window) Transform(dst, src []int, atEOF bool) (nDst, nSrc int, err error) {
	for nDst < len(dst) && nSrc < len(src) {
		n := min(w.width, len(src)-nSrc)
		if n < w.width && !atEOF {
			break
		}
		dst[nDst] = 0
		for _, v := range src[nSrc : nSrc+n] {
			dst[nDst] += v
		}
		nDst++
		nSrc++
	}
	return nDst, nSrc, nil
}

type adder struct{}

func (adder) Rate() (out, in int) { return 1, 1 }

func (adder) Join(dst, a, b []int, _ bool) (nDst, nA, nB int, err error) {
	n := min(len(dst), len(a), len(b))
	for i := range n {
		dst[i] = a[i] + b[i]
	}
	return n, n, n, nil
}

// TestBlocksChangeHands cuts runs, puts them together and takes blocks from
// one another at random while a graph with a diamond works. The items and the
// tags must be those of a graph that is left alone. Every other round has no
// tags: most calls are then made the short way.
func TestBlocksChangeHands(t *testing.T) {
	total, rounds := 300_000, 8
	if testing.Short() {
		total, rounds = 50_000, 4
	}
	for round := range rounds {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		rnd := rand.New(rand.NewPCG(seed, uint64(round)))
		p := New(WithRingSize(16<<10), WithMaxBatch(1+rnd.IntN(700)))
		p.fenced = p.fenced && round/2%2 == 0 // else as where there is no fence for others
		next := 0
		tagged := round%2 == 0
		gate := make(chan bool)
		wait := func(ctx context.Context) { // for whoever is about to take the others away
			select {
			case <-gate:
			case <-ctx.Done():
			}
		}
		var tags []metadata.Tag
		calls := 0
		s := SourceTags(p, "count", func(ctx context.Context, dst []int) (int, []metadata.Tag, error) {
			if calls++; calls%53 == 0 {
				wait(ctx)
			}
			tags = tags[:0]
			n := min(len(dst), total-next)
			for i := range dst[:n] {
				dst[i] = next
				if tagged && next%97 == 0 {
					tags = append(tags, metadata.Tag{Offset: i, Key: "n", Value: metadata.IntValue(next)})
				}
				next++
			}
			if next == total {
				return n, tags, io.EOF
			}
			return n, tags, nil
		})
		a := Apply(p, "a", Apply(p, "wide", s, window{50}), window{1})
		b := Apply(p, "b", s, window{1})
		sum := Join2(p, "sum", a, b, adder{})
		var got []int
		var seen []uint64
		SinkTags(p, "check", sum, func(ctx context.Context, src []int, tags []metadata.Tag) (int, error) {
			if rnd.IntN(50) == 0 {
				wait(ctx)
			}
			n := 1 + len(src)/2
			for _, tag := range tags {
				if tag.Offset < n {
					if at := uint64(len(got) + tag.Offset); at != uint64(tag.Value.Int64()) {
						return 0, fmt.Errorf("tag %v at item %d", tag, at)
					}
					seen = append(seen, uint64(tag.Value.Int64()))
				}
			}
			n = min(n, len(src))
			got = append(got, src[:n]...)
			return n, nil
		})
		var quiet int
		Sink(p, "quiet", b, func(_ context.Context, src []int) (int, error) {
			quiet += len(src)
			return len(src), nil
		})

		done := make(chan error)
		go func() { done <- p.Run(context.Background()) }()
		dice := rand.New(rand.NewPCG(seed, 99))
		hands := 0
		var err error
		for running := true; running; runtime.Gosched() {
			if runs := p.running(); len(runs) != 0 {
				r, other := runs[dice.IntN(len(runs))], runs[dice.IntN(len(runs))]
				switch number := r.calling.Load(); {
				case number != 0 && r.take(p.blocks[number-1]):
					hands++
				case dice.IntN(2) == 0:
					second, place := p.newRun(), dice.IntN(8)
					r.command(func(r *run) { r.cut(place, second) })
				default:
					r.command(func(r *run) { r.give(other) })
				}
			}
			select {
			case gate <- true:
			case err = <-done:
				running = false
			default:
			}
		}
		require.NoError(t, err)
		require.Len(t, got, total)
		require.Equal(t, total, quiet)
		for i, v := range got {
			want := i
			for k := i; k < min(i+50, total); k++ {
				want += k
			}
			require.Equal(t, want, v, "item %d", i)
		}
		// Every tag came over both arms of the diamond.
		if tagged {
			require.Len(t, seen, 2*((total+96)/97))
		}
		t.Logf("%d times blocks were taken away", hands)
	}
}

// A stream that loses one of its readers goes on in its near form.
func TestNearWithoutAReaderThatLeft(t *testing.T) {
	p := New()
	left := 1 << 20
	s := Source(p, "count", func(_ context.Context, dst []int) (int, error) {
		n := min(left, len(dst))
		if left -= n; left == 0 {
			return n, io.EOF
		}
		return n, nil
	})
	Sink(p, "one", s, func(_ context.Context, src []int) (int, error) { return len(src), io.EOF })
	near, calls := 0, 0
	Sink(p, "other", s, func(_ context.Context, src []int) (int, error) {
		if calls++; s.live.Load() == 1 && s.coupled {
			near++
		}
		return len(src), nil
	})
	require.NoError(t, p.Run(context.Background()))
	if near < calls/2 {
		t.Errorf("%d of %d calls near", near, calls)
	}
}
