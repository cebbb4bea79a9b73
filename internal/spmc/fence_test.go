package spmc

import (
	"testing"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

// fenced is a ring whose ends have a fence, with one guest. What is done in
// place of a fence shows to others with the fence: it stands for a store that
// the other side made without one.
type fenced struct {
	w      *Writer[uint64]
	r      *Reader[uint64]
	guest  *Guest
	fences int
	shows  func()
}

func newFenced(t *testing.T, guestFences bool) *fenced {
	t.Helper()
	f := new(fenced)
	fence := func() {
		f.fences++
		if shows := f.shows; shows != nil {
			f.shows = nil
			shows()
		}
	}
	f.w = newWriter(t, Config{Fence: fence, Light: 8, Head: new(Head)})
	cursor, bell := new(Cursor), notifier.NewChan()
	var err error
	if f.guest, err = f.w.Admit(cursor, ReaderConfig{Notifier: bell, Fences: guestFences}, func() { t.Error("the guest lies") }, nil); err != nil {
		t.Fatal(err)
	}
	f.r = new(Reader[uint64])
	Attach(f.r, f.w.memory, Remote{
		Head: f.w.head, Cursor: cursor, Bell: bell, Writer: f.w.Bell(), Metadata: metadata.Nothing{},
		Fence: fence, Release: func() error { f.guest.Leave(); return nil },
	})
	t.Cleanup(func() { _ = f.r.Close() })
	return f
}

// A reader looks after its fence, which comes after its wish.
func TestReaderFencesBeforeItSleeps(t *testing.T) {
	f := newFenced(t, true)
	if asleep, err := f.r.ArmFor(1); !asleep || err != nil || f.fences != 0 {
		t.Errorf("asleep %v, %v, after %d fences, without need", asleep, err, f.fences)
	}
	f.r.Disarm()
	f.batches(1)
	f.shows = func() {
		if f.r.cursor.want.Load() != f.r.pos+1 {
			t.Error("a fence before the wish")
		}
		f.w.TrySlice()
		f.w.advance(1) // as Produce, its look at wishes made before the fence
		f.w.head.commit.Store(f.w.pos)
	}
	if asleep, err := f.r.ArmFor(1); asleep || err != nil {
		t.Errorf("asleep beside an item: %v, %v", asleep, err)
	}
	if f.fences != 1 {
		t.Errorf("%d fences, expected 1", f.fences)
	}
	if f.r.Consume(1); f.fences != 1 {
		t.Error("a fence for an item")
	}
}

// batches has the writer produce many batches of n items, which the reader takes.
func (f *fenced) batches(n int) {
	for range 100 {
		f.w.TrySlice()
		f.w.Produce(n)
		_, _ = f.r.TrySlice()
		_ = f.r.Consume(n)
	}
	f.w.TrySlice()
}

// A writer does without fences while its batches are small.
func TestSmallBatchesAreLight(t *testing.T) {
	f := newFenced(t, true)
	for _, c := range []struct {
		n     int
		light bool
	}{{1, true}, {7, true}, {8, false}, {50, false}, {1, true}} {
		f.batches(c.n)
		f.batches(c.n)
		if word := f.w.head.light.Load(); f.w.light != c.light || (word == 1) != c.light {
			t.Errorf("batches of %d: light %v, and %d for others", c.n, f.w.light, word)
		}
	}
}

// A guest without a fence of its own has the writer's stores made with one.
func TestGuestsWithoutAFence(t *testing.T) {
	f := newFenced(t, true)
	g := f.w.ring
	if g.unfenced.Load() != 0 || f.fences != 0 {
		t.Fatalf("%d guests without a fence, %d fences", g.unfenced.Load(), f.fences)
	}
	f.shows = func() {
		if g.unfenced.Load() != 1 {
			t.Error("the fence comes before the guest is counted")
		}
	}
	other, err := f.w.Admit(new(Cursor), ReaderConfig{Notifier: notifier.NewChan()}, func() {}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f.fences != 1 {
		t.Errorf("%d fences, expected 1", f.fences)
	}
	other.Leave()
	other.Leave()
	if n := g.unfenced.Load(); n != 0 {
		t.Errorf("%d guests without a fence after it has left", n)
	}
}
