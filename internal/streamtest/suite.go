package streamtest

import (
	"context"
	"flag"
	"fmt"
	"hash/maphash"
	"io"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var (
	seedFlag = flag.Uint64("streamtest.seed", 0, "seed of the random tests; 0: a new one each time")
	longFlag = flag.Bool("streamtest.long", false, "run the random tests a hundred times as long")
)

// suite is a door and what the tests need to use it.
type suite[T comparable] struct {
	Door[T]
	name string // of the memory
}

func (s suite[T]) run(t *testing.T, group map[string]func(*testing.T)) {
	for _, name := range slices.Sorted(maps.Keys(group)) {
		t.Run(name, group[name])
	}
}

// play runs f in a bubble if the door's waits can be seen there.
func (s suite[T]) play(t *testing.T, f func(t *testing.T)) {
	if s.Parks {
		synctest.Test(t, f)
	} else {
		f(t)
	}
}

// settle returns when everybody else in the bubble is blocked; outside of one,
// when they have had many chances to go on.
func (s suite[T]) settle() {
	if s.Parks {
		synctest.Wait()
		return
	}
	for range 200 {
		runtime.Gosched()
	}
}

// stream makes a stream whose writer is closed with the test.
func (s suite[T]) stream(t testing.TB, c Config) Writer[T] {
	t.Helper()
	c.Name = s.name
	w, err := s.New(c)
	if err != nil {
		t.Fatalf("new stream: %v", err)
	}
	t.Cleanup(func() { closed(t, w) })
	return w
}

// reader joins a stream with a reader that is closed with the test.
func (s suite[T]) reader(t testing.TB, w Writer[T], c ReaderConfig) Reader[T] {
	t.Helper()
	r, err := s.Join(w, c)
	if err != nil {
		t.Fatalf("join: %v", err)
	}
	t.Cleanup(func() { closed(t, r) })
	return r
}

// pair makes a stream with one reader.
func (s suite[T]) pair(t testing.TB) (Writer[T], Reader[T]) {
	w := s.stream(t, Config{})
	return w, s.reader(t, w, ReaderConfig{})
}

func closed(t testing.TB, c io.Closer) {
	if err := c.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// put fills dst with the items from position pos on.
func (s suite[T]) put(dst []T, pos uint64) {
	for i := range dst {
		dst[i] = s.Item(pos + uint64(i))
	}
}

// soil fills dst with what no reader may see.
func (s suite[T]) soil(dst []T, pos uint64) {
	for i := range dst {
		dst[i] = s.Item(^(pos + uint64(i)))
	}
}

// check reports the first item of got that is not the one at its position.
func (s suite[T]) check(t testing.TB, got []T, pos uint64) bool {
	t.Helper()
	if i := s.wrong(got, pos); i >= 0 {
		t.Errorf("item %d of %d at position %d is %v, want %v", i, len(got), pos, got[i], s.Item(pos+uint64(i)))
		return false
	}
	return true
}

// wrong returns the index of the first wrong item, or -1.
func (s suite[T]) wrong(got []T, pos uint64) int {
	for i, item := range got {
		if item != s.Item(pos+uint64(i)) {
			return i
		}
	}
	return -1
}

// produce produces exactly n items, for which there must be space.
func (s suite[T]) produce(t testing.TB, w Writer[T], n int) {
	t.Helper()
	for n > 0 {
		space := w.TrySlice()
		if len(space) == 0 {
			t.Fatalf("no space for %d more items at %d", n, w.Position())
		}
		s.soil(space, w.Position())
		m := min(n, len(space))
		s.put(space[:m], w.Position())
		w.Produce(m)
		n -= m
	}
}

// consume consumes exactly n items, which must be there, and checks them.
func (s suite[T]) consume(t testing.TB, r Reader[T], n int) {
	t.Helper()
	if n == 0 {
		return
	}
	got := s.take(t, r)
	if len(got) < n {
		t.Fatalf("%d items at %d, want at least %d", len(got), r.Position(), n)
	}
	s.check(t, got, r.Position())
	if err := r.Consume(n); err != nil {
		t.Fatalf("consume: %v", err)
	}
}

// take returns what TrySlice does and fails the test at an error.
func (s suite[T]) take(t testing.TB, r Reader[T]) []T {
	t.Helper()
	got, err := r.TrySlice()
	if err != nil {
		t.Fatalf("slice: %v", err)
	}
	return got
}

// patient is a context for waits that only a defect makes long.
func patient(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// random returns a source of random numbers whose seed is printed, and that
// seed, for the sources of goroutines.
func random(t testing.TB) (*rand.Rand, uint64) {
	seed := *seedFlag
	if seed == 0 {
		seed = new(maphash.Hash).Sum64()
	}
	t.Logf("repeat with -streamtest.seed=%d", seed)
	return rand.New(rand.NewPCG(seed, 0)), seed
}

// amount returns how much a random test is to do: short, or far more with
// -streamtest.long.
func amount(short int) uint64 {
	if *longFlag {
		short *= 100
	}
	return uint64(short)
}

// panics fails the test unless f panics with a text that has want in it.
func panics(t testing.TB, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		p := recover()
		if p == nil {
			t.Fatalf("no panic, want %q", want)
		}
		if text := fmt.Sprint(p); !strings.Contains(text, want) {
			t.Fatalf("panic %q, want %q", text, want)
		}
	}()
	f()
}
