//go:build linux && portable

package spmc

import (
	"context"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"unsafe"

	"github.com/seed-ff569660/seamless/notifier"
)

// faulty returns a cursor in memory of its own, and what takes that away.
//
// Safety: a mapping begins at a page, and is longer than a cursor.
func faulty(t *testing.T) (c *Cursor, take func()) {
	b, err := syscall.Mmap(-1, 0, os.Getpagesize(), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(b) })
	return (*Cursor)(unsafe.Pointer(unsafe.SliceData(b))), func() {
		if err := syscall.Mprotect(b, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
}

// A guest that takes the memory of its cursor away has left, whatever the writer
// is about to do with it, and the writer goes on.
func TestMemoryThatIsTakenAway(t *testing.T) {
	for name, touch := range map[string]func(w *Writer[uint64], g *Guest){
		"Produce": func(w *Writer[uint64], _ *Guest) { produce(w, 1) },
		"Look":    func(w *Writer[uint64], _ *Guest) { _ = w.Look(1) },
		"ArmFor":  func(w *Writer[uint64], _ *Guest) { w.ArmFor(w.capacity, true) },
		"Wait":    func(w *Writer[uint64], _ *Guest) { _, _ = w.Slice(context.Background(), w.capacity) },
		"AllAsleep": func(w *Writer[uint64], g *Guest) {
			for _, s := range *w.ring.slots.Load() { // one that is awake would be all it looks at
				if s != g.slot {
					s.want.Store(^uint64(0))
				}
			}
			w.AllAsleep()
		},
		"Stats":       func(w *Writer[uint64], _ *Guest) { w.Stats() },
		"Close":       func(w *Writer[uint64], _ *Guest) { _ = w.Close(nil) },
		"unask":       func(w *Writer[uint64], _ *Guest) { w.ring.unask() },
		"ask":         func(w *Writer[uint64], _ *Guest) { w.ring.ask(1, 1) },
		"wakeStalled": func(w *Writer[uint64], _ *Guest) { w.ring.wakeStalled(1) },
		"dozing":      func(w *Writer[uint64], _ *Guest) { w.ring.dozing() },
		"swap":        func(w *Writer[uint64], g *Guest) { w.ring.wake(g.slot, 1) },
		"Guest.Stats": func(_ *Writer[uint64], g *Guest) { g.Stats() },
		"Progress":    func(_ *Writer[uint64], g *Guest) { g.Progress() },
		"Behind":      func(_ *Writer[uint64], g *Guest) { g.Behind(1) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWriter(t, Config{})
			_, honest, _ := newGuest(t, w, ReaderConfig{})
			cursor, take := faulty(t)
			lies := new(atomic.Int32)
			g, err := w.Admit(cursor, ReaderConfig{Notifier: notifier.NewChan()}, func() { lies.Add(1) }, nil)
			if err != nil {
				t.Fatal(err)
			}
			produce(w, 5)
			honest.slot.tail.Store(5)
			take()
			touch(w, g)
			if n := lies.Load(); n != 1 {
				t.Errorf("told %d times", n)
			}
			if n := len(*w.ring.slots.Load()); n != 1 {
				t.Errorf("%d readers", n)
			}
			if got := w.ring.head.commit.Load(); len(w.TrySlice()) != w.capacity-int(got-5) && name != "Close" {
				t.Errorf("space %d with %d produced", len(w.TrySlice()), got)
			}
		})
	}
}

// Other panics, and faults elsewhere, are what they were.
func TestOtherPanicsStay(t *testing.T) {
	w := newWriter(t, Config{})
	_, g, lies := newGuest(t, w, ReaderConfig{})
	func() {
		defer func() {
			if recover() != "other" {
				t.Error("another panic was taken")
			}
		}()
		g.touch(func() { panic("other") })
	}()
	if lies.Load() != 0 {
		t.Error("and told as a lie")
	}
}
