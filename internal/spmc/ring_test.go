package spmc

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/notifier"
)

// newWriter returns the writer of a ring of a few hundred items.
func newWriter(t testing.TB, c Config) *Writer[uint64] {
	t.Helper()
	items, err := dmb.NewHeap[uint64](0)
	if err != nil {
		t.Fatal(err)
	}
	w := new(Writer[uint64])
	Init(w, items, c)
	t.Cleanup(func() { _ = w.Close(nil) })
	return w
}

func newReader(t testing.TB, w *Writer[uint64], c ReaderConfig) *Reader[uint64] {
	t.Helper()
	r := new(Reader[uint64])
	if err := w.Join(r, c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func produce(w *Writer[uint64], n int) {
	for n > 0 {
		m := min(n, len(w.TrySlice()))
		w.Produce(m)
		n -= m
	}
}

// A join is: into the list, add to joins, load claim. Whatever the writer does
// between two of these steps, no grant reaches what the reader then holds.
func TestJoinAgainstRaise(t *testing.T) {
	for when := range 4 {
		for _, lag := range []int{0, 1, 100} { // items produced after the reader chose its start
			w := newWriter(t, Config{})
			g, n := w.ring, w.capacity
			produce(w, 5*n+3)
			s := &slot{Cursor: new(Cursor), bell: notifier.None{}}
			s.tail.Store(g.head.commit.Load())
			produce(w, lag)
			look := func(now int) {
				if now == when {
					w.raise(1)
				}
			}
			look(0)
			g.slots.Store(&[]*slot{s})
			look(1)
			g.joins.Add(1)
			look(2)
			if o := g.oldest(); o > s.tail.Load() {
				s.tail.Store(o)
			}
			look(3)
			if tail := s.tail.Load(); w.limit > tail+uint64(n) {
				t.Errorf("raised after step %d: granted up to %d, reader at %d of %d", when, w.limit, tail, n)
			}
			w.raise(1)
			if tail := s.tail.Load(); w.limit > tail+uint64(n) {
				t.Errorf("raised again: granted up to %d, reader at %d of %d", w.limit, tail, n)
			}
		}
	}
}

// A raise is: load joins, scan, store claim, load joins. A reader that comes
// between two of these steps is either kept off the grant or makes the scan be
// repeated.
func TestRaiseAgainstJoin(t *testing.T) {
	for step := range 4 {
		for _, c := range []ReaderConfig{{}, {Oldest: true}} {
			when := step
			w := newWriter(t, Config{})
			g, n := w.ring, uint64(w.capacity)
			produce(w, 5*w.capacity+3)
			r := new(Reader[uint64])
			join := func(now int) {
				if now == when {
					r = newReader(t, w, c)
				}
			}
			join(0)
			for pass := 0; ; pass++ {
				joins := g.joins.Load()
				join(1)
				floor, _ := g.floor(w.pos)
				join(2)
				limit := max(floor+n, w.claimed)
				g.head.claim.Store(limit)
				join(3)
				if g.joins.Load() == joins {
					w.limit, w.claimed = limit, limit
					break
				}
				if when = 4; pass != 0 {
					t.Fatalf("a second pass for nobody")
				}
			}
			if w.limit > r.pos+n {
				t.Errorf("joined after step %d: granted up to %d, reader at %d of %d", step, w.limit, r.pos, n)
			}
			if r.pos < g.oldest() || r.pos > g.head.commit.Load() {
				t.Errorf("joined after step %d: at %d of [%d, %d]", step, r.pos, g.oldest(), g.head.commit.Load())
			}
		}
	}
}

// The list holds those who are there, whoever comes and goes at once.
func TestSlotsAreDropped(t *testing.T) {
	w := newWriter(t, Config{})
	g := w.ring
	stay := newReader(t, w, ReaderConfig{})
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for range 500 {
				r := new(Reader[uint64])
				if err := w.Join(r, ReaderConfig{Lossy: i%2 == 0}); err != nil {
					t.Error(err)
				}
				_ = r.Close()
			}
		})
	}
	for range 500 {
		w.TrySlice()
	}
	wg.Wait()
	if list := *g.slots.Load(); len(list) != 1 || list[0] != stay.slot {
		t.Errorf("%d slots are left", len(list))
	}
	if g.lossy.Load() != 0 || g.ends.Load() != 2 || g.joins.Load() != 2001 {
		t.Errorf("%d lossy, %d ends, %d joins", g.lossy.Load(), g.ends.Load(), g.joins.Load())
	}
}

// The memory is released once, with the last end, and not again by who comes
// too late.
func TestReleasedOnce(t *testing.T) {
	released := 0
	g := newRing(100, Config{MaxReaders: 1}, func() error { released++; return nil })
	w := &writer{ring: g, capacity: 100}
	var r, refused, late reader
	if err := w.add(&r, ReaderConfig{}); err != nil {
		t.Fatal(err)
	}
	if err := w.add(&refused, ReaderConfig{}); err != ErrNoSlot {
		t.Fatal(err)
	}
	_, _ = w.Close(nil), w.Close(nil)
	if released != 0 {
		t.Error("released under a reader")
	}
	_, _ = r.Close(), r.Close()
	if err := w.add(&late, ReaderConfig{}); err != nil || !late.dead {
		t.Error(err, late.dead)
	}
	_ = late.Close()
	if released != 1 || g.ends.Load() != 0 {
		t.Errorf("released %d times, %d ends", released, g.ends.Load())
	}
}

// waitFor waits for space.
func waitFor(ctx context.Context, w *Writer[uint64], min int) error {
	_, err := w.Slice(ctx, min)
	return err
}

// newCursors returns a writer of a ring without items, which none of the cursor
// protocol ever touches. In a ring of one everything happens at once.
func newCursors(capacity int) *writer {
	g := newRing(capacity, Config{Notifier: notifier.None{}}, func() error { return nil })
	return &writer{ring: g, head: g.head, capacity: capacity}
}

// Ends that look at each other all the time are not stalled: a reader that
// sees the writer wait has to look again at what it wrote before.
func TestNoFalseStall(t *testing.T) {
	const rounds = 200_000
	w, r := newCursors(1), new(reader)
	if err := w.add(r, ReaderConfig{Notifier: notifier.None{}}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		for w.pos < rounds && w.Wait(ctx, 1) == nil {
			w.Produce(1)
		}
	})
	for r.pos < rounds {
		if err := r.Wait(ctx, 1); err != nil {
			t.Errorf("at %d: %v", r.pos, err)
			break
		}
		_ = r.Consume(1)
	}
	cancel()
	wg.Wait()
	awake(t, w.ring)
}

// A lossy reader never gets more than the ring holds, and never goes back,
// however many laps the writer makes between two of its loads.
func TestLappedWhileLooking(t *testing.T) {
	w, r := newCursors(1), new(reader)
	if err := w.add(r, ReaderConfig{Lossy: true}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			for range 1000 {
				_ = w.Look(1)
				w.Produce(1)
			}
		}
	})
	for range 300_000 {
		before := r.pos
		if _ = r.Look(1); r.held < 0 || r.held > r.capacity || r.pos < before {
			t.Errorf("%d items of a ring of %d, at %d after %d", r.held, r.capacity, r.pos, before)
			break
		}
		_ = r.Consume(r.held)
	}
	close(done)
	wg.Wait()
}

// The end is seen after the last item, however close they come.
func TestEndComesLast(t *testing.T) {
	alone := runtime.GOMAXPROCS(0) == 1 // then there is nobody to race with
	writers := make(chan *writer)
	go func() {
		for w := range writers {
			_ = w.Look(1)
			w.Produce(1)
			_ = w.Close(nil)
		}
	}()
	defer close(writers)
	for range 5_000 {
		w, r := newCursors(100), new(reader)
		if err := w.add(r, ReaderConfig{Notifier: notifier.None{}}); err != nil {
			t.Fatal(err)
		}
		writers <- w
		for r.Look(1) == nil {
			if _ = r.Consume(r.held); alone {
				runtime.Gosched()
			}
		}
		if r.pos != 1 {
			t.Fatalf("the end at %d, want 1", r.pos)
		}
		_ = r.Close()
	}
}

// counter counts the wakes of a Chan.
type counter struct {
	*notifier.Chan
	wakes, waits atomics.Uint64
}

func newCounter() *counter { return &counter{Chan: notifier.NewChan()} }

func (c *counter) Notify() { c.wakes.Add(1); c.Chan.Notify() }

func (c *counter) Wait(ctx context.Context) error { c.waits.Add(1); return c.Chan.Wait(ctx) }

// awake fails the test if somebody's wish is left standing.
func awake(t *testing.T, g *Ring) {
	t.Helper()
	if n := g.sleepers.Load(); n != 0 {
		t.Errorf("%d sleepers", n)
	}
	if g.wish.want.Load() != 0 || g.wish.need.Load() != 0 {
		t.Errorf("the writer wants %d and needs %d", g.wish.want.Load(), g.wish.need.Load())
	}
	for _, s := range *g.slots.Load() {
		if w := s.want.Load(); w != 0 {
			t.Errorf("a reader wants %d", w)
		}
	}
}

// Every way to end a sleep takes the wish back.
func TestWishesAreTakenBack(t *testing.T) {
	background := context.Background()
	cancelled := func(f func(ctx context.Context) error) {
		ctx, cancel := context.WithCancel(background)
		done := make(chan error)
		go func() { done <- f(ctx) }()
		synctest.Wait()
		cancel()
		<-done
	}
	for name, f := range map[string]func(w *Writer[uint64], r *Reader[uint64]){
		"reader cancelled": func(w *Writer[uint64], r *Reader[uint64]) {
			cancelled(func(ctx context.Context) error { return r.Wait(ctx, 1) })
		},
		"writer cancelled": func(w *Writer[uint64], r *Reader[uint64]) {
			produce(w, w.capacity)
			cancelled(func(ctx context.Context) error { return waitFor(ctx, w, 1) })
		},
		"reader woken": func(w *Writer[uint64], r *Reader[uint64]) {
			done := make(chan error)
			go func() { done <- r.Wait(background, 1) }()
			synctest.Wait()
			produce(w, 1)
			<-done
		},
		"writer woken": func(w *Writer[uint64], r *Reader[uint64]) {
			produce(w, w.capacity)
			done := make(chan error)
			go func() { done <- waitFor(background, w, 1) }()
			synctest.Wait()
			_ = r.Look(1)
			_ = r.Consume(r.held)
			<-done
		},
		"reader sees the end": func(w *Writer[uint64], r *Reader[uint64]) {
			done := make(chan error)
			go func() { done <- r.Wait(background, 1) }()
			synctest.Wait()
			_ = w.Close(nil)
			<-done
		},
		"writer left alone": func(w *Writer[uint64], r *Reader[uint64]) {
			produce(w, w.capacity)
			done := make(chan error)
			go func() { done <- waitFor(background, w, 1) }()
			synctest.Wait()
			_ = r.Close()
			<-done
		},
		"stall": func(w *Writer[uint64], r *Reader[uint64]) {
			produce(w, w.capacity/2)
			cancelled(func(ctx context.Context) error {
				go func() { _ = r.Wait(ctx, w.capacity) }()
				return waitFor(ctx, w, w.capacity)
			})
			synctest.Wait()
		},
		"reader armed":            func(w *Writer[uint64], r *Reader[uint64]) { r.Arm(); r.Arm(); _ = r.Look(1) },
		"reader armed, fulfilled": func(w *Writer[uint64], r *Reader[uint64]) { r.Arm(); produce(w, 1); _ = r.Look(1) },
		"reader armed with items": func(w *Writer[uint64], r *Reader[uint64]) { produce(w, 1); r.Arm() },
		"reader armed, closed":    func(w *Writer[uint64], r *Reader[uint64]) { r.Arm(); _ = r.Close() },
		"closed reader armed":     func(w *Writer[uint64], r *Reader[uint64]) { _ = r.Close(); r.Arm() },
		"reader armed at the end": func(w *Writer[uint64], r *Reader[uint64]) { _ = w.Close(nil); r.Arm() },
		"reader armed, then waits": func(w *Writer[uint64], r *Reader[uint64]) {
			r.Arm()
			cancelled(func(ctx context.Context) error { return r.Wait(ctx, 1) })
		},
		"writer armed": func(w *Writer[uint64], r *Reader[uint64]) {
			produce(w, w.capacity)
			w.Arm()
			w.Arm()
			_ = w.Look(1)
		},
		"writer armed with space": func(w *Writer[uint64], r *Reader[uint64]) { w.Arm() },
		"writer armed, closed": func(w *Writer[uint64], r *Reader[uint64]) {
			produce(w, w.capacity)
			w.Arm()
			_ = w.Close(nil)
			w.Arm()
		},
		"writer armed, then waits": func(w *Writer[uint64], r *Reader[uint64]) {
			produce(w, w.capacity)
			w.Arm()
			cancelled(func(ctx context.Context) error { return waitFor(ctx, w, 1) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWriter(t, Config{})
				r := newReader(t, w, ReaderConfig{})
				f(w, r)
				awake(t, w.ring)
			})
		})
	}
}

// One sleep costs at most one wake, and after any number of cancellations
// nobody is counted as asleep.
func TestWakeAccounting(t *testing.T) {
	w := newWriter(t, Config{})
	bells := []*counter{newCounter(), newCounter(), newCounter()}
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for i, bell := range bells {
		r, rng := newReader(t, w, ReaderConfig{Notifier: bell}), rand.New(rand.NewPCG(uint64(i), 1))
		wg.Go(func() {
			defer r.Close()
			for r.Position() < 100_000 {
				short, stop := context.WithCancel(ctx)
				if rng.IntN(4) == 0 {
					go stop() // somewhen
				}
				err := r.Wait(short, 1+rng.IntN(r.capacity/4))
				stop()
				if err == nil {
					_ = r.Consume(1 + rng.IntN(r.held))
				} else if err != context.Canceled {
					t.Error(err)
					return
				}
			}
		})
	}
	rng := rand.New(rand.NewPCG(9, 1))
	for w.pos < 110_000 {
		short, stop := context.WithCancel(ctx)
		if rng.IntN(4) == 0 {
			go stop()
		}
		err := waitFor(short, w, 1+rng.IntN(w.capacity/4))
		stop()
		if err == nil {
			w.Produce(1 + rng.IntN(w.held))
		} else if err != context.Canceled {
			t.Fatal(err)
		}
	}
	wg.Wait()
	awake(t, w.ring)
	rung := uint64(0)
	for _, bell := range bells {
		rung += bell.wakes.Load()
	}
	if got := w.Stats().Wakes; got != rung {
		t.Errorf("%d wakes counted, %d bells rung", got, rung)
	}
}

// A writer that is woken by all of many readers at once is woken once.
func TestOneSleepOneWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bell := newCounter()
		w := newWriter(t, Config{Notifier: bell})
		var readers []*Reader[uint64]
		for range 8 {
			readers = append(readers, newReader(t, w, ReaderConfig{Notifier: newCounter()}))
		}
		for round := range uint64(20) {
			produce(w, w.capacity)
			done := make(chan error)
			go func() { done <- waitFor(context.Background(), w, 1) }()
			synctest.Wait()
			for _, r := range readers {
				go func() {
					_ = r.Look(1)
					_ = r.Consume(r.held / 2)
					_ = r.Consume(r.held)
					_ = r.Look(1)
				}()
			}
			<-done
			synctest.Wait()
			_ = w.Look(1)
			if bell.wakes.Load() != round+1 || bell.waits.Load() != round+1 {
				t.Fatalf("round %d: %d wakes of %d waits", round, bell.wakes.Load(), bell.waits.Load())
			}
			sleeping := make(chan error)
			for _, r := range readers {
				go func() { sleeping <- r.Wait(context.Background(), 10) }()
			}
			synctest.Wait()
			for range 20 {
				produce(w, 1)
			}
			for range readers {
				<-sleeping
			}
			for i, r := range readers {
				if c := r.slot.bell.(*counter); c.wakes.Load() != round+1 || c.waits.Load() != round+1 {
					t.Fatalf("round %d, reader %d: %d wakes of %d waits", round, i, c.wakes.Load(), c.waits.Load())
				}
				_ = r.Look(1)
				_ = r.Consume(r.held)
			}
		}
		awake(t, w.ring)
	})
}
