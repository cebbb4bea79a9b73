//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// How many processes TestKilledReaders and TestKilledWriters kill together.
var kills = flag.Int("shmlink.kills", 60, "processes to kill")

// killTime is what the watchdog gives a long run on top.
var killTime = flag.Duration("shmlink.time", 0, "time added to the patience of tests, for many kills")

// seeded returns numbers whose seed the test says when it fails.
func seeded(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

// moment waits for as long as chance will have it: it is when a process dies.
func moment(rng *rand.Rand, most time.Duration) { <-time.After(time.Duration(rng.Int64N(int64(most)))) }

// TestKilledReaders kills readers of all kinds at any moment of their lives.
// The others see every item.
func TestKilledReaders(t *testing.T) {
	folder(t)
	rng := seeded(t)
	began := time.Now()
	var counts [16]atomic.Int64
	var w *Writer[uint64]
	n := *kills / 2
	leavesNothing(t, func() {
		ctx := watchdog(t)
		var err error
		w, err = Create[uint64](unused(), 1<<13, WithMaxReaders(32), WithEvents(func(e Event) {
			counts[e.Kind].Add(1)
			if e.Kind == TagDropped {
				t.Log(e)
			}
		}))
		require.NoError(t, err)
		open := func(o orders) *child {
			o.Name = w.Name()
			c := spawn(t, ctx, "read", o)
			c.told(t)
			return c
		}
		honest := []*child{open(orders{Min: 1}), open(orders{Min: 1000, Wait: Polling}), open(orders{Min: 1, Kind: uint8(drop)})}
		here, err := Open[uint64](ctx, w.Name())
		require.NoError(t, err)
		survivor := make(chan result, 1)
		go func() { a, err := read(ctx, here, fixed(1), fixed(1<<30)); survivor <- result{a, err} }()
		writing, enough := context.WithCancel(ctx)
		written := make(chan error, 1)
		go func() { written <- write(writing, w, ^uint64(0), upTo(rand.New(rand.NewPCG(3, 4)), 2000), nil) }()

		killMany(t, rng, n, func(rng *rand.Rand) {
			o := orders{
				Name: w.Name(), Kind: uint8(rng.IntN(3)), After: 20 * time.Second, Wait: Wait(rng.IntN(3)),
				Min: 1 + rng.IntN(2000), Most: rng.IntN(3000), Oldest: rng.IntN(2) == 0, Seed: rng.Uint64(),
			}
			c := spawn(t, ctx, "read", o)
			if rng.IntN(4) != 0 { // else it may not have joined yet
				var a account
				if c.hear(&a) != nil {
					t.Error("a reader that could not join")
				}
			}
			moment(rng, 15*time.Millisecond)
			if !c.kill() {
				t.Errorf("a reader has found fault: %+v", o)
			}
		})
		enough()
		require.ErrorIs(t, <-written, context.Canceled)
		end := w.Position()
		require.NoError(t, w.Close())
		got := <-survivor
		require.NoError(t, got.err)
		lossless := []account{got.account, honest[0].told(t), honest[1].told(t)}
		for i, a := range lossless {
			require.True(t, a.EOF, a.Err)
			require.Equal(t, end-a.First, a.Items, i)
			require.Equal(t, end, a.End, i)
			require.Zero(t, a.Stats.Lost, i)
		}
		a := honest[2].told(t)
		require.True(t, a.EOF, a.Err)
		require.Equal(t, end, a.End)
		require.Equal(t, end-a.First, a.Items+a.Lost, "what it has seen and what it was told it has lost")
		require.Equal(t, a.Lost, a.Stats.Lost)
		require.Equal(t, a.Items, a.Stats.Items)
		for _, c := range honest {
			c.ended(t)
		}
		require.NoError(t, here.Close())
		require.Zero(t, counts[Lied].Load(), "those that die tell no lies")
		require.Zero(t, counts[TagDropped].Load())
		t.Logf("%d readers killed in %v, %d of them had joined; %d items, dropping reader lost %d",
			n, time.Since(began).Round(time.Millisecond), counts[Died].Load(), end, a.Lost)
	})
}

type result struct {
	account
	err error
}

// killMany runs f n times, four at a time.
func killMany(t *testing.T, rng *rand.Rand, n int, f func(*rand.Rand)) {
	var lanes sync.WaitGroup
	var left atomic.Int64
	left.Store(int64(n))
	for range 4 {
		own := rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
		lanes.Go(func() {
			for left.Add(-1) >= 0 && !t.Failed() {
				f(own)
			}
		})
	}
	lanes.Wait()
}

// TestKilledWriters kills writers at any moment of their lives. Their readers
// get all that was produced, and are told.
func TestKilledWriters(t *testing.T) {
	folder(t)
	rng := seeded(t)
	began := time.Now()
	var early, items, lost atomic.Uint64
	var lane atomic.Int64
	n := *kills / 2
	leavesNothing(t, func() {
		ctx := watchdog(t)
		names := make(chan string, 4)
		for range cap(names) {
			names <- unused()
		}
		killMany(t, rng, n, func(rng *rand.Rand) {
			name := <-names
			defer func() { names <- name }()
			o := orders{
				Name: name, Items: 1 << (9 + rng.IntN(6)), Most: 1 + rng.IntN(3000), Seed: rng.Uint64(),
				Journal: filepath.Join(t.TempDir(), fmt.Sprint(lane.Add(1))),
			}
			c := spawn(t, ctx, "write", o)
			if rng.IntN(4) == 0 { // it may not have come far
				moment(rng, 40*time.Millisecond)
				c.kill()
				early.Add(1)
				return
			}
			if err := killedWriter(t, ctx, rng, c, o, &items, &lost); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		live, err := List() // the names are free, and what those have left goes that had no readers
		require.NoError(t, err)
		require.Empty(t, live)
	})
	t.Logf("%d writers killed in %v, %d of them before they could have readers; %d items read, %d told to be lost",
		n, time.Since(began).Round(time.Millisecond), early.Load(), items.Load(), lost.Load())
}

// killedWriter reads from a writer, kills it, and holds what readers saw
// against what it noted.
func killedWriter(t *testing.T, ctx context.Context, rng *rand.Rand, c *child, o orders, items, lost *atomic.Uint64) error {
	defer c.kill()
	var a account
	if err := c.hear(&a); err != nil {
		return err
	}
	var readers [4]*Reader[uint64]
	ends := make(chan error, len(readers))
	results := make([]result, len(readers))
	for i := range readers {
		p := Block()
		switch i {
		case 2:
			p = Drop()
		case 3:
			p = Evict(20 * time.Second)
		}
		r, err := Open[uint64](ctx, o.Name, WithPolicy(p), WithWait(Wait(rng.IntN(3))), FromOldest())
		if err != nil {
			return err
		}
		readers[i] = r
		least := 1
		if i == 1 {
			least = 1 + rng.IntN(r.Cap()/4)
		}
		most := upTo(rand.New(rand.NewPCG(rng.Uint64(), 0)), 2000)
		go func() {
			// A context that has no end: the sleep is one that only a wake ends.
			a, err := read(context.Background(), r, fixed(least), most)
			results[i] = result{a, err}
			ends <- err
		}()
	}
	j, done, err := openJournal(o.Journal)
	if err != nil {
		return err
	}
	defer done()
	if _, err := c.stdin.Write([]byte{1}); err != nil {
		return err
	}
	moment(rng, 20*time.Millisecond)
	c.kill()
	for range readers {
		select {
		case err := <-ends:
			if err != nil {
				return err
			}
		case <-ctx.Done():
			return errors.New("a reader does not learn that its writer is dead")
		}
	}
	produced, intent := j.done.Load(), j.intent.Load()
	for i, got := range results {
		switch {
		case !got.Died:
			return fmt.Errorf("reader %d ended with %s", i, got.Err)
		case got.End < produced || got.End > max(intent, produced):
			return fmt.Errorf("reader %d got to %d, the writer to %d, on the way to %d", i, got.End, produced, intent)
		case got.Items+got.Lost != got.End-got.First, i != 2 && got.Lost != 0:
			return fmt.Errorf("reader %d: %+v", i, got)
		case got.End != results[0].End:
			return fmt.Errorf("reader %d got to %d, another to %d", i, got.End, results[0].End)
		}
		items.Add(got.Items)
		lost.Add(got.Lost)
		if err := readers[i].Close(); err != nil {
			return err
		}
	}
	if left := leftovers(t); slices.ContainsFunc(left, func(file string) bool { return strings.HasPrefix(file, o.Name+".") }) {
		return fmt.Errorf("readers have left of their dead writer some of %v", left)
	}
	return nil
}
