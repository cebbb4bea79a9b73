package streamtest

import (
	"context"
	"errors"
	"io"
	"testing"
)

func (s suite[T]) ends() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"EndOfStream":        s.endOfStream,
		"CloseWithError":     s.closeWithError,
		"ShortTail":          s.shortTail,
		"DataOutlivesWriter": s.dataOutlivesWriter,
		"JoinAfterClose":     s.joinAfterClose,
		"JoinAfterAllClosed": s.joinAfterAllClosed,
		"CloseStopsGating":   s.closeStopsGating,
	}
}

var errBroken = errors.New("the antenna is gone")

// Empty, data, the end, and the end again.
func (s suite[T]) endOfStream(t *testing.T) {
	w, r := s.pair(t)
	if got := s.take(t, r); len(got) != 0 {
		t.Fatalf("%d items", len(got))
	}
	s.produce(t, w, 10)
	closed(t, w)
	s.consume(t, r, 4)
	s.consume(t, r, 6)
	s.ended(t, r, io.EOF)
}

// same reports whether an error is the one that the writer closed with, as it
// comes through the door.
func (s suite[T]) same(err, want error) bool {
	return err == want || s.Apart && err != nil && want == errBroken && err.Error() == want.Error()
}

// ended fails the test unless every way to take a slice returns want.
func (s suite[T]) ended(t *testing.T, r Reader[T], want error) {
	t.Helper()
	for range 2 {
		for _, f := range []func() ([]T, error){
			r.TrySlice,
			func() ([]T, error) { return r.TrySliceMin(1) },
			func() ([]T, error) { return r.TrySliceMin(r.Cap()) },
			func() ([]T, error) { return r.Slice(context.Background(), 0) },
			func() ([]T, error) { return r.Slice(context.Background(), 1) },
			func() ([]T, error) { return r.Slice(context.Background(), r.Cap()) },
		} {
			if got, err := f(); len(got) != 0 || !s.same(err, want) {
				t.Fatalf("%d items, %v, want %v", len(got), err, want)
			}
		}
	}
	panics(t, "of a slice of 0", func() { _ = r.Consume(1) })
}

func (s suite[T]) closeWithError(t *testing.T) {
	w, r := s.pair(t)
	s.produce(t, w, 10)
	if err := w.CloseWithError(errBroken); err != nil {
		t.Fatal(err)
	}
	if err := w.CloseWithError(io.ErrClosedPipe); err != nil {
		t.Fatal(err)
	}
	s.consume(t, r, 10)
	s.ended(t, r, errBroken)
}

// At the end there may be fewer items than asked for.
func (s suite[T]) shortTail(t *testing.T) {
	w, r := s.pair(t)
	s.produce(t, w, 10)
	if got, err := r.TrySliceMin(11); len(got) != 0 || err != nil {
		t.Fatalf("%d items, %v", len(got), err)
	}
	closed(t, w)
	slice[T](context.Background(), r, 11).items(t, 10)
	got, err := r.TrySliceMin(r.Cap())
	if len(got) != 10 || err != nil {
		t.Fatalf("%d items, %v", len(got), err)
	}
	s.check(t, got, 0)
	_ = r.Consume(10)
	s.ended(t, r, io.EOF)
}

// A full ring can be read when its writer is long gone.
func (s suite[T]) dataOutlivesWriter(t *testing.T) {
	w, r := s.pair(t)
	s.produce(t, w, 100)
	s.consume(t, r, 100)
	s.produce(t, w, w.Cap())
	closed(t, w)
	for range r.Cap() {
		s.consume(t, r, 1)
	}
	s.ended(t, r, io.EOF)
}

// A reader that comes after the end, while another one is there, is at the
// end; one that comes to the oldest item gets what is left of the ring.
func (s suite[T]) joinAfterClose(t *testing.T) {
	w, _ := s.pair(t)
	s.produce(t, w, 100)
	if err := w.CloseWithError(errBroken); err != nil {
		t.Fatal(err)
	}
	if s.Apart {
		s.noneToJoin(t, w)
		return
	}
	late := s.reader(t, w, ReaderConfig{})
	s.ended(t, late, errBroken)
	old := s.reader(t, w, ReaderConfig{Oldest: true})
	s.consume(t, old, 100)
	s.ended(t, old, errBroken)
}

func (s suite[T]) noneToJoin(t *testing.T, w Writer[T]) {
	t.Helper()
	if r, err := s.Join(w, ReaderConfig{Oldest: true}); !errors.Is(err, s.Ended) {
		t.Fatalf("%v, %v", r, err)
	}
}

func (s suite[T]) joinAfterAllClosed(t *testing.T) {
	w, r := s.pair(t)
	s.produce(t, w, 100)
	closed(t, r)
	closed(t, w)
	if s.Apart {
		s.noneToJoin(t, w)
		return
	}
	for _, c := range []ReaderConfig{{}, {Oldest: true}, {Lossy: true}} {
		late, err := s.Join(w, c)
		if err != nil {
			t.Fatal(err)
		}
		s.ended(t, late, io.EOF)
		if got := late.Stats(); got.Items != 0 || got.Lost != 0 {
			t.Errorf("a reader of nothing has stats %+v", got)
		}
		closed(t, late)
		closed(t, late)
	}
}

func (s suite[T]) closeStopsGating(t *testing.T) {
	w, quick := s.pair(t)
	slow := s.reader(t, w, ReaderConfig{})
	s.produce(t, w, w.Cap())
	s.consume(t, quick, 10)
	if got := len(w.TrySlice()); got != 0 {
		t.Fatalf("space %d", got)
	}
	s.take(t, slow)
	closed(t, slow)
	if got := len(w.TrySlice()); got != 10 {
		t.Fatalf("space %d, want 10", got)
	}
	closed(t, quick)
	if got := len(w.TrySlice()); got != w.Cap() {
		t.Fatalf("space %d, want %d", got, w.Cap())
	}
}
