package circular_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/notifier"
)

// refused fails the test unless New refuses T with this error and these words.
func refused[T any](t *testing.T, minItems int, want error, words ...string) {
	t.Helper()
	for _, opts := range [][]circular.Option{nil, {circular.OnHeap()}} {
		w, err := circular.New[T](minItems, opts...)
		if w != nil || !errors.Is(err, want) {
			t.Errorf("%v, %v, want %v", w, err, want)
			continue
		}
		for _, word := range append(words, "circular: new stream") {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%q does not say %q", err, word)
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	type named struct {
		Rate float64
		Name string
	}
	refused[*int](t, 10, dmb.ErrPointers, "pointer")
	refused[string](t, 10, dmb.ErrPointers, "string")
	refused[[3]named](t, 10, dmb.ErrPointers, "Name")
	refused[struct{}](t, 10, dmb.ErrZeroSize)
	refused[int64](t, -1, dmb.ErrNegative, "-1")
	refused[int64](t, math.MaxInt/8+2, dmb.ErrTooLarge)
	refused[int64](t, math.MaxInt, dmb.ErrTooLarge)
	refused[[1 << 20]byte](t, math.MaxInt>>20, dmb.ErrTooLarge)
}

// mustPanic fails the test unless f panics with words in it.
func mustPanic(t *testing.T, words string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if text, _ := recover().(string); !strings.Contains(text, words) {
			t.Errorf("panic %q, want %q", text, words)
		}
	}()
	f()
}

// Ready needs a channel.
func TestReadyPanicsWithoutChannel(t *testing.T) {
	for _, n := range []notifier.Notifier{notifier.NewSync(), notifier.None{}, notifier.NewSpin(1, notifier.NewSync())} {
		w, err := circular.New[int](0, circular.WithNotifier(n))
		if err != nil {
			t.Fatal(err)
		}
		r := w.AddReader(circular.NotifiedBy(n))
		mustPanic(t, "notifier with a channel", func() { w.Ready() })
		mustPanic(t, "notifier with a channel", func() { r.Ready() })
		if err := errors.Join(w.Close(), r.Close()); err != nil {
			t.Error(err)
		}
	}
}

// An end whose event loop waits elsewhere is told, and cannot wait here.
// An event loop that does the waiting arms an end and is told once.
func TestForeignEventLoop(t *testing.T) {
	toldWriter, toldReader := 0, 0
	w, err := circular.New[int](0, circular.WithNotifier(notifier.Func(func() { toldWriter++ })))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r := w.AddReader(circular.NotifiedBy(notifier.Func(func() { toldReader++ })))
	defer r.Close()
	told := func(when string, writer, reader int) {
		t.Helper()
		if toldWriter != writer || toldReader != reader {
			t.Errorf("%s: the writer was told %d times, the reader %d times, want %d and %d", when, toldWriter, toldReader, writer, reader)
		}
	}
	if s, err := r.Slice(background, 1); len(s) != 0 || !errors.Is(err, notifier.ErrCannotWait) {
		t.Errorf("%v, %v", s, err)
	}
	r.Arm()
	told("nothing there", 0, 0)
	w.TrySlice()
	w.Produce(1)
	told("an item", 0, 1)
	w.Produce(1)
	told("another, not asked for", 0, 1)
	r.Arm()
	told("armed with items there", 0, 2)

	w.Produce(len(w.TrySlice()))
	w.Arm()
	told("full", 0, 2)
	s, _ := r.TrySlice()
	if err := r.Consume(len(s)); err != nil {
		t.Error(err)
	}
	told("empty", 1, 2)
	r.Arm()
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	told("the end", 1, 3)
}
