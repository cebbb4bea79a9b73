package streamtest

import (
	"errors"
	"io"
	"testing"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
)

func (s suite[T]) lossy() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"LossyInTime":          s.lossyInTime,
		"LossyLapped":          s.lossyLapped,
		"LossyTorn":            s.lossyTorn,
		"LossyDoesNotGate":     s.lossyNoGate,
		"LossyBoundsTheWriter": s.lossyBound,
		"LossyStress":          s.lossyStress,
		"LossyJoinsAndLeaves":  s.lossyJoins,
		"LossyStatsMeanwhile":  s.lossyStats,
	}
}

// lost fails the test unless err is an overrun of these numbers; 0, 0 is none.
func lost(t testing.TB, err error, want uint64, torn int) {
	t.Helper()
	if want == 0 && err == nil {
		return
	}
	var over *seamless.OverrunError
	if !errors.As(err, &over) {
		t.Fatalf("error %v, want %d lost, %d torn", err, want, torn)
	}
	if *over != (seamless.OverrunError{Lost: want, Torn: torn}) {
		t.Fatalf("%+v, want %d lost, %d torn", *over, want, torn)
	}
}

// A lossy reader that is quick enough is like any other.
func (s suite[T]) lossyInTime(t *testing.T) {
	w := s.stream(t, Config{})
	r := s.reader(t, w, ReaderConfig{Lossy: true})
	for i := range 100 {
		s.produce(t, w, i)
		s.consume(t, r, i)
	}
	old := s.reader(t, w, ReaderConfig{Lossy: true, Oldest: true})
	s.consume(t, old, int(w.Position()-old.Position()))
	closed(t, w)
	s.ended(t, r, io.EOF)
}

// overtake produces n items past lossy readers and returns the oldest position
// that is still whole: the last slice, a quarter of the ring, claims it all.
func (s suite[T]) overtake(t testing.TB, w Writer[T], n int) (oldest uint64) {
	t.Helper()
	for n > 0 {
		space := w.TrySlice()
		if len(space) != w.Cap()/4 {
			t.Fatalf("space %d of %d", len(space), w.Cap())
		}
		s.soil(space, w.Position())
		oldest = uint64(max(0, int(w.Position())+len(space)-w.Cap()))
		m := min(n, len(space))
		s.put(space[:m], w.Position())
		w.Produce(m)
		n -= m
	}
	return oldest
}

// Lapped n times and some: exactly what is no longer there is lost.
func (s suite[T]) lossyLapped(t *testing.T) {
	w := s.stream(t, Config{})
	r := s.reader(t, w, ReaderConfig{Lossy: true})
	n, gone := w.Cap(), uint64(0)
	for _, produced := range []int{n, n + 1, 2*n + 7, 5 * n, 3, 13*n + 1, n / 2, 100 * n} {
		begin := r.Position()
		oldest := s.overtake(t, w, produced)
		want := max(oldest, begin) - begin
		gone += want
		got := s.take(t, r)
		if len(got) != produced-int(want) {
			t.Fatalf("%d produced, %d lost: %d items", produced, want, len(got))
		}
		s.check(t, got, begin+want)
		s.take(t, r) // looking again loses nothing
		var tags []metadata.Tag
		if want != 0 {
			tags = append(tags, metadata.New(0, metadata.KeyOverflow, want))
		}
		s.tagged(t, r, tags...)
		lost(t, r.Consume(1), want, 0)
		if got := r.Tags(nil); len(got) != 0 {
			t.Errorf("tags %v", got)
		}
		lost(t, r.Consume(len(got)-1), 0, 0)
		if got := r.Stats(); got.Lost != gone || got.Items+got.Lost != w.Position() {
			t.Errorf("%+v at %d with %d lost", got, w.Position(), gone)
		}
	}
}

// Items that the writer may have overwritten while the reader held them.
func (s suite[T]) lossyTorn(t *testing.T) {
	w := s.stream(t, Config{})
	r := s.reader(t, w, ReaderConfig{Lossy: true})
	n, quarter := w.Cap(), w.Cap()/4
	s.overtake(t, w, n)
	if got := len(s.take(t, r)); got != n {
		t.Fatalf("%d items", got)
	}
	s.soil(w.TrySlice(), w.Position()) // from the oldest item on
	lost(t, r.Consume(1), 1, 1)
	lost(t, r.Consume(quarter), uint64(quarter-1), quarter-1)
	lost(t, r.Consume(10), 0, 0)

	// Some lost before the slice, and some torn in it.
	begin := r.Position()
	oldest := s.overtake(t, w, 3*n)
	got := s.take(t, r)
	if r.Position() != oldest {
		t.Fatalf("at %d, the oldest item is at %d", r.Position(), oldest)
	}
	s.check(t, got, oldest)
	again := s.overtake(t, w, quarter)
	torn := int(again - oldest)
	lost(t, r.Consume(torn+5), again-begin, torn)
	s.check(t, got[torn+5:], again+5)
	lost(t, r.Consume(len(got)-torn-5), 0, 0)

	// All of it torn, and lapped on top.
	begin = r.Position()
	held := len(s.take(t, r))
	oldest = s.overtake(t, w, 7*n)
	lost(t, r.Consume(held), uint64(held), held)
	s.consumeAfterLoss(t, r, oldest-begin-uint64(held))
	if got := r.Stats(); got.Items+got.Lost != r.Position() {
		t.Errorf("%+v at %d", got, r.Position())
	}
}

func (s suite[T]) consumeAfterLoss(t testing.TB, r Reader[T], want uint64) {
	t.Helper()
	got := s.take(t, r)
	s.check(t, got, r.Position())
	lost(t, r.Consume(len(got)), want, 0)
}

func (s suite[T]) lossyNoGate(t *testing.T) {
	w := s.stream(t, Config{})
	s.reader(t, w, ReaderConfig{Lossy: true})
	gate := s.reader(t, w, ReaderConfig{})
	for range 10 {
		s.produce(t, w, w.Cap())
		if len(w.TrySlice()) != 0 {
			t.Fatal("space in a full ring")
		}
		s.consume(t, gate, w.Cap())
	}
	closed(t, gate)
	s.overtake(t, w, 10*w.Cap())
}

// Most of the ring stays readable while a lossy reader is there.
func (s suite[T]) lossyBound(t *testing.T) {
	w := s.stream(t, Config{})
	n := w.Cap()
	r := s.reader(t, w, ReaderConfig{Lossy: true})
	if got := len(w.TrySlice()); got != n/4 {
		t.Errorf("space %d, want %d", got, n/4)
	}
	slice[T](background, w, n/2).items(t, n/2) // the writer may insist
	closed(t, r)
	if got := len(w.TrySlice()); got != n {
		t.Errorf("space %d, want %d", got, n)
	}
}
