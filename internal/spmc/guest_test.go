package spmc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

var errLied = errors.New("the writer lies")

// newGuest attaches a reader as another process would, but that its words are
// where the race detector sees them.
func newGuest(t testing.TB, w *Writer[uint64], rc ReaderConfig) (*Reader[uint64], *Guest, *atomic.Int32) {
	t.Helper()
	cursor, lies := new(Cursor), new(atomic.Int32)
	bell := notifier.NewChan()
	rc.Notifier = bell
	g, err := w.Admit(cursor, rc, func() { lies.Add(1) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := new(Reader[uint64])
	Attach(r, w.memory, Remote{
		Head: w.head, Cursor: cursor, Lossy: rc.Lossy, Bell: bell, Writer: w.Bell(),
		Metadata: metadata.Nothing{}, Lied: func() { lies.Add(1) }, Release: func() error { g.Leave(); return nil },
		Why: func() error {
			if !Closed(w.ring.head) {
				return errLied
			}
			return nil
		},
	})
	t.Cleanup(func() { _ = r.Close() })
	return r, g, lies
}

// The words are part of a format.
func TestWordsHaveTheirPlaces(t *testing.T) {
	var h Head
	var c Cursor
	for name, got := range map[string][2]uintptr{
		"Head":           {unsafe.Sizeof(h), 256},
		"Head.commit":    {unsafe.Offsetof(h.commit), 0},
		"Head.closed":    {unsafe.Offsetof(h.closed), 8},
		"Head.tagged":    {unsafe.Offsetof(h.tagged), 12},
		"Head.light":     {unsafe.Offsetof(h.light), 16},
		"Head.claim":     {unsafe.Offsetof(h.claim), 128},
		"Cursor":         {unsafe.Sizeof(c), 384},
		"Cursor.tail":    {unsafe.Offsetof(c.tail), 0},
		"Cursor.want":    {unsafe.Offsetof(c.want), 128},
		"Cursor.need":    {unsafe.Offsetof(c.Wish) + unsafe.Offsetof(c.Wish.need), 136},
		"Cursor.asked":   {unsafe.Offsetof(c.Wish) + unsafe.Offsetof(c.Wish.want), 144},
		"Cursor.start":   {unsafe.Offsetof(c.start), 256},
		"Cursor.maxFill": {unsafe.Offsetof(c.maxFill), 264},
		"Cursor.waits":   {unsafe.Offsetof(c.waits), 272},
		"Cursor.wakes":   {unsafe.Offsetof(c.wakes), 280},
		"Cursor.lost":    {unsafe.Offsetof(c.lost), 288},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is at, or has, %d, want %d", name, got[0], got[1])
		}
	}
}

// With guests and readers of the process that all sleep when they can, every
// item arrives once, and nobody sleeps for good.
func TestGuestsAndReadersStream(t *testing.T) {
	total := uint64(200_000)
	if testing.Short() {
		total = 30_000
	}
	w := newWriter(t, Config{})
	ctx := context.Background()
	var wg sync.WaitGroup
	for i := range 5 {
		rng := rand.New(rand.NewPCG(uint64(i), 1))
		var r *Reader[uint64]
		if i < 3 {
			r, _, _ = newGuest(t, w, ReaderConfig{})
		} else {
			r = newReader(t, w, ReaderConfig{})
		}
		wg.Go(func() {
			defer r.Close()
			for pos := uint64(0); ; {
				s, err := r.Slice(ctx, 1+rng.IntN(r.capacity/4))
				if err == io.EOF && pos == total {
					return
				}
				if err != nil {
					t.Errorf("reader %d at %d: %v", i, pos, err)
					return
				}
				for k, v := range s {
					if v != pos+uint64(k) {
						t.Errorf("reader %d: %d at %d", i, v, pos+uint64(k))
						return
					}
				}
				n := 1 + rng.IntN(len(s))
				_ = r.Consume(n)
				pos += uint64(n)
			}
		})
	}
	rng := rand.New(rand.NewPCG(9, 9))
	for w.pos < total {
		s, err := w.Slice(ctx, 1+rng.IntN(w.capacity/4))
		if err != nil {
			t.Fatal(err)
		}
		n := 1 + rng.IntN(len(s))
		n = int(min(uint64(n), total-w.pos))
		for k := range s[:n] {
			s[k] = w.pos + uint64(k)
		}
		w.Produce(n)
	}
	_ = w.Close(nil)
	wg.Wait()
}

// A writer that waits asks the slowest guest alone, and then the next.
func TestTheSlowestGuestIsAsked(t *testing.T) {
	w := newWriter(t, Config{})
	a, ga, _ := newGuest(t, w, ReaderConfig{})
	b, gb, _ := newGuest(t, w, ReaderConfig{})
	n := w.capacity
	produce(w, n)
	take := func(r *Reader[uint64], k int) {
		t.Helper()
		if _, err := r.TrySlice(); err != nil {
			t.Fatal(err)
		}
		if err := r.Consume(k); err != nil {
			t.Fatal(err)
		}
	}
	take(a, 1)
	if !w.ArmFor(10, false) {
		t.Fatal("there is room")
	}
	asked := func(g *Guest) uint64 { return g.slot.Wish.want.Load() }
	if asked(ga) != 0 || asked(gb) != 10 {
		t.Fatalf("asked %d and %d for %d", asked(ga), asked(gb), 10)
	}
	if !ga.Behind(0) || !gb.Behind(0) {
		t.Error("neither holds the writer up")
	}
	if ga.slot.need.Load() != 10 || gb.slot.need.Load() != 10 {
		t.Error("not both know what is needed")
	}
	w.Disarm()
	if asked(gb) != 0 || ga.slot.need.Load() != 0 {
		t.Fatal("a wish is left")
	}
	if !w.ArmFor(10, false) || asked(gb) != 10 {
		t.Fatal("not asked again")
	}
	take(b, 20) // rings, once
	if asked(gb) != 0 || b.Stats().Wakes != 1 {
		t.Fatalf("still asked for %d, %d wakes", asked(gb), b.Stats().Wakes)
	}
	w.Disarm()
	if !w.ArmFor(10, false) {
		t.Fatal("there is room")
	}
	if asked(ga) != 10 || asked(gb) != 0 {
		t.Fatalf("asked %d and %d", asked(ga), asked(gb))
	}
	take(a, 8)
	if asked(ga) != 10 {
		t.Fatal("rang too early")
	}
	take(a, 1)
	if asked(ga) != 0 {
		t.Fatal("did not ring")
	}
	w.Disarm()
	if ga.Behind(0) || ga.slot.need.Load() != 0 {
		t.Error("a wish is left")
	}
}

// A guest that leaves wakes a writer that waits for it.
func TestGuestLeavesWaitingWriter(t *testing.T) {
	w := newWriter(t, Config{})
	_, g, _ := newGuest(t, w, ReaderConfig{})
	produce(w, w.capacity)
	done := make(chan error, 1)
	go func() {
		_, err := w.Slice(context.Background(), 1)
		done <- err
	}()
	for w.waits.Load() < 2 { // its patience is over
		runtime.Gosched()
	}
	g.Leave()
	g.Leave()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if n := w.ring.sleepers.Load(); n != 0 {
		t.Errorf("%d sleepers", n)
	}
}

// Whatever stands in a guest's tail, the writer goes on without it and with the
// others.
func TestTailsThatCannotBe(t *testing.T) {
	for name, tail := range map[string]func(w *Writer[uint64]) uint64{
		"back":         func(w *Writer[uint64]) uint64 { return 6 },
		"to nothing":   func(w *Writer[uint64]) uint64 { return 0 },
		"past commit":  func(w *Writer[uint64]) uint64 { return w.pos + 1 },
		"by 2^63":      func(w *Writer[uint64]) uint64 { return w.pos + 1<<63 },
		"all bits":     func(w *Writer[uint64]) uint64 { return ^uint64(0) },
		"far too high": func(w *Writer[uint64]) uint64 { return 1 << 40 },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWriter(t, Config{})
			honest, _, honestLies := newGuest(t, w, ReaderConfig{})
			liar, g, lies := newGuest(t, w, ReaderConfig{})
			n := w.capacity
			produce(w, n)
			for _, r := range []*Reader[uint64]{honest, liar} {
				_, _ = r.TrySlice()
				_ = r.Consume(7)
			}
			if got := len(w.TrySlice()); got != 7 {
				t.Fatalf("space %d", got)
			}
			g.slot.tail.Store(tail(w))
			_, _ = honest.TrySlice()
			_ = honest.Consume(1)
			if got := len(w.TrySlice()); got != 8 {
				t.Errorf("space %d, want what the honest one leaves", got)
			}
			if lies.Load() != 1 || honestLies.Load() != 0 {
				t.Errorf("%d lies found, %d of the honest", lies.Load(), honestLies.Load())
			}
			if readers := w.Stats().Readers; readers != 1 {
				t.Errorf("%d readers", readers)
			}
			produce(w, 8)
			if w.TrySliceMin(1) != nil {
				t.Error("the honest one does not gate any more")
			}
		})
	}
}

// A guest does not follow a commit that no writer can have made.
func TestCommitsThatCannotBe(t *testing.T) {
	for _, beyond := range []uint64{1, 1 << 20, 1 << 63} {
		t.Run(fmt.Sprint(beyond), func(t *testing.T) {
			w := newWriter(t, Config{})
			r, _, _ := newGuest(t, w, ReaderConfig{})
			produce(w, 10)
			if s, err := r.TrySlice(); len(s) != 10 || err != nil {
				t.Fatalf("%d items, %v", len(s), err)
			}
			_ = r.Consume(10)
			w.ring.head.commit.Store(10 + uint64(r.capacity) + beyond)
			for _, min := range []int{1, 5, r.capacity} {
				if s, err := r.Slice(context.Background(), min); len(s) != 0 || err != errLied {
					t.Fatalf("%d items, %v", len(s), err)
				}
			}
			w.ring.head.commit.Store(10)
		})
	}
}

// The end comes by a word, or by a hang-up: what was committed is read, unless
// it is not valid any more.
func TestCut(t *testing.T) {
	for _, valid := range []bool{true, false} {
		w := newWriter(t, Config{})
		r, _, _ := newGuest(t, w, ReaderConfig{})
		produce(w, 10)
		r.Cut(valid)
		s, err := r.Slice(context.Background(), 20)
		if valid {
			if len(s) != 10 || err != nil {
				t.Fatalf("%d items, %v", len(s), err)
			}
			_ = r.Consume(10)
			s, err = r.Slice(context.Background(), 20)
		}
		if len(s) != 0 || err != errLied {
			t.Fatalf("%d items, %v", len(s), err)
		}
	}
}

func TestGuestStartsWhereItWas(t *testing.T) {
	w := newWriter(t, Config{})
	n := uint64(w.capacity)
	produce(w, 3*w.capacity+10)
	oldest := w.ring.oldest()
	for at, want := range map[uint64]uint64{
		0: oldest, oldest: oldest, oldest + 5: oldest + 5, 3*n + 9: 3*n + 9, 3*n + 10: 3*n + 10, 3*n + 11: 3*n + 10, 1 << 63: 3*n + 10,
	} {
		r, g, _ := newGuest(t, w, ReaderConfig{At: &at})
		if r.Position() != want || g.Start() != want {
			t.Errorf("asked for %d: at %d, want %d", at, r.Position(), want)
		}
		_ = r.Close()
	}
}
