package streamtest

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

func (s suite[T]) joins() map[string]func(*testing.T) {
	group := map[string]func(*testing.T){
		"LateReader":            s.lateReader,
		"FromOldest":            s.fromOldest,
		"ManyReaders":           s.manyReaders,
		"JoinsAndLeaves":        s.joinsAndLeaves,
		"JoinsOfARunningFree":   s.joinsFree,
		"WaitingEndsTakeNoTime": s.noTime,
	}
	if s.TooManyReaders != nil {
		group["TooManyReaders"] = s.tooMany
		group["TooManyReadersAtOnce"] = s.tooManyAtOnce
	}
	return group
}

// 100 items before it joins and 100 after: it sees the latter, which the
// writer has written into its slice before.
func (s suite[T]) lateReader(t *testing.T) {
	w := s.stream(t, Config{})
	s.put(w.TrySlice()[:200], 0)
	w.Produce(100)
	r := s.reader(t, w, ReaderConfig{})
	if r.Position() != 100 || len(s.take(t, r)) != 0 {
		t.Errorf("position %d", r.Position())
	}
	w.Produce(100)
	got := s.take(t, r)
	if len(got) != 100 {
		t.Fatalf("%d items, want 100", len(got))
	}
	s.check(t, got, 100)
}

// As far back as the writer cannot be overwriting, and from then on it gates.
func (s suite[T]) fromOldest(t *testing.T) {
	const most = 100
	rng, _ := random(t)
	w := s.stream(t, Config{MaxSlice: most})
	from := func(want uint64) {
		t.Helper()
		r := s.reader(t, w, ReaderConfig{Oldest: true})
		if r.Position() != want {
			t.Errorf("starts at %d of %d, want %d", r.Position(), w.Position(), want)
		}
		s.consume(t, r, int(w.Position()-want))
		closed(t, r)
	}
	from(0)
	for w.Position() < uint64(5*w.Cap()) {
		space := w.TrySlice()
		s.soil(space, w.Position())
		want := uint64(max(0, int(w.Position())+most-w.Cap()))
		from(want)
		n := rng.IntN(most)
		s.put(space[:n], w.Position())
		w.Produce(n)
		from(want)
	}

	for w.Position()%most != 0 || len(w.TrySlice()) != most {
		s.produce(t, w, int(most-w.Position()%most))
	}
	r := s.reader(t, w, ReaderConfig{Oldest: true})
	s.put(w.TrySlice(), w.Position())
	w.Produce(most)
	if got := len(w.TrySlice()); got != 0 {
		t.Errorf("space %d", got)
	}
	s.consume(t, r, 7)
	if got := len(w.TrySlice()); got != 7 {
		t.Errorf("space %d, want 7", got)
	}
}

func (s suite[T]) tooMany(t *testing.T) {
	w := s.stream(t, Config{Readers: 3})
	join := func() Reader[T] { return s.reader(t, w, ReaderConfig{}) }
	refused := func() {
		t.Helper()
		for _, c := range []ReaderConfig{{}, {Lossy: true}, {Oldest: true}} {
			if r, err := s.Join(w, c); !errors.Is(err, s.TooManyReaders) {
				t.Fatalf("%v, %v", r, err)
			}
		}
	}
	a, b, c := join(), join(), s.reader(t, w, ReaderConfig{Lossy: true})
	refused()
	s.produce(t, w, 10)
	s.consume(t, a, 10)
	for range 10 { // every slot is used again, and only that one
		closed(t, b)
		b = join()
		refused()
		closed(t, c)
		c = join()
		refused()
		s.produce(t, w, 5)
		s.consume(t, a, 5)
		s.consume(t, b, 5)
		s.consume(t, c, 5)
		closed(t, b) // again, which frees nothing
		b = join()
		refused()
	}
	closed(t, a)
	closed(t, b)
	closed(t, c)
	for range 3 {
		join()
	}
	refused()
	closed(t, w)
	if !s.Apart { // there nobody can knock any more
		refused()
	}
}

// Of many that come at once as many are let in as there are slots.
func (s suite[T]) tooManyAtOnce(t *testing.T) {
	w := s.stream(t, Config{Readers: 3})
	var in, most atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 300 {
				r, err := s.Join(w, ReaderConfig{})
				if err != nil {
					runtime.Gosched()
					continue
				}
				n := in.Add(1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				runtime.Gosched()
				in.Add(-1)
				closed(t, r)
			}
		})
	}
	wg.Wait()
	if most.Load() > 3 {
		t.Errorf("%d readers at one time", most.Load())
	}
	for range 3 {
		s.reader(t, w, ReaderConfig{})
	}
}
