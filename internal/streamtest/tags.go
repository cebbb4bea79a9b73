package streamtest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/metadata"
)

func (s suite[T]) tags() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"TagsSurvivePartialConsume": s.tagsSurvive,
		"TagsOfEveryKind":           s.tagKinds,
		"TagsSeveralAtOneItem":      s.tagsTogether,
		"TagsOutOfRangePanic":       s.tagsPanic,
		"TagsAcrossTheSeam":         s.tagsSeam,
		"TagsForALateReader":        s.tagsLate,
		"TagsOnceForEachReader":     s.tagsOnce,
		"TagsInAnotherStore":        s.tagsStore,
		"TagsInNothing":             s.tagsNothing,
		"TagsAreCopied":             s.tagsCopied,
		"TagStress":                 s.tagStress,
	}
}

func mark(offset int, value uint64) metadata.Tag {
	return metadata.Tag{Offset: offset, Key: "mark", Value: metadata.Uint64Value(value)}
}

// produceTags is produce with tags; there must be the space in one slice.
func (s suite[T]) produceTags(t testing.TB, w Writer[T], n int, tags ...metadata.Tag) {
	t.Helper()
	space := w.TrySlice()
	if len(space) < n {
		t.Fatalf("space %d, want %d", len(space), n)
	}
	s.put(space[:n], w.Position())
	w.ProduceTags(n, tags...)
}

// tagged fails the test unless the reader's next slice has these tags.
func (s suite[T]) tagged(t testing.TB, r Reader[T], want ...metadata.Tag) {
	t.Helper()
	s.take(t, r)
	if got := r.Tags(nil); !slices.EqualFunc(got, want, metadata.Tag.Equal) {
		t.Fatalf("tags %v, want %v", got, want)
	}
}

// Tags at 0 and 10, consume 5: the one at 10 is at 5, the one at 0 is gone.
func (s suite[T]) tagsSurvive(t *testing.T) {
	w, r := s.pair(t)
	if got := r.Tags(nil); len(got) != 0 {
		t.Errorf("tags %v without a slice", got)
	}
	s.produceTags(t, w, 11, mark(0, 1), mark(10, 2))
	s.tagged(t, r, mark(0, 1), mark(10, 2))
	_ = r.Consume(5)
	for range 2 {
		if got := r.Tags([]metadata.Tag{mark(7, 7)}); len(got) != 2 || !got[0].Equal(mark(7, 7)) || !got[1].Equal(mark(5, 2)) {
			t.Errorf("tags %v", got)
		}
		s.tagged(t, r, mark(5, 2))
	}
	_ = r.Consume(5)
	s.tagged(t, r, mark(0, 2)) // on the last item
	_ = r.Consume(1)
	s.tagged(t, r)
}

func (s suite[T]) tagKinds(t *testing.T) {
	w, r := s.pair(t)
	type station struct{ Name string }
	values := []any{
		nil, true, int64(-7), uint64(1 << 63), 93.1e6, complex64(1 - 2i), "WXRT", []byte{1, 2},
		time.Unix(1e9, 5).UTC(), 3 * time.Second, station{"WXRT"}, &station{"WXRT"},
	}
	tags := make([]metadata.Tag, len(values))
	kinds := map[metadata.Kind]bool{}
	for i, v := range values {
		tags[i] = metadata.New(2*i, fmt.Sprint("key", i), v)
		kinds[tags[i].Value.Kind()] = true
	}
	if len(kinds) != int(metadata.KindAny)+1 {
		t.Fatalf("only %d kinds", len(kinds))
	}
	s.produceTags(t, w, 2*len(values), tags...)
	if s.Apart {
		tags = slices.DeleteFunc(tags, func(t metadata.Tag) bool { return t.Value.Kind() == metadata.KindAny })
	}
	s.tagged(t, r, tags...)
}

func (s suite[T]) tagsTogether(t *testing.T) {
	w, r := s.pair(t)
	s.produceTags(t, w, 3, mark(2, 1), mark(1, 2), mark(1, 3), mark(2, 4))
	s.produceTags(t, w, 3, mark(0, 5), mark(0, 6))
	s.tagged(t, r, mark(1, 2), mark(1, 3), mark(2, 1), mark(2, 4), mark(3, 5), mark(3, 6))
}

func (s suite[T]) tagsPanic(t *testing.T) {
	w, r := s.pair(t)
	panics(t, "produced 1 items of a slice of 0", func() { w.ProduceTags(1, mark(0, 1)) })
	w.TrySlice()
	panics(t, "offset 0 of 0 items", func() { w.ProduceTags(0, mark(0, 1)) })
	panics(t, "offset 5 of 5 items", func() { w.ProduceTags(5, mark(0, 1), mark(5, 1)) })
	panics(t, "offset -1", func() { w.ProduceTags(5, mark(-1, 1)) })
	panics(t, "produced", func() { w.ProduceTags(w.Cap()+1, mark(0, 1)) })
	panics(t, "produced -1", func() { w.ProduceTags(-1, mark(0, 1)) })
	w.ProduceTags(0)
	if w.Position() != 0 {
		t.Error("a panic has produced")
	}
	s.produceTags(t, w, 5, mark(4, 2))
	s.tagged(t, r, mark(4, 2)) // nothing of those refused was kept
}

func (s suite[T]) tagsSeam(t *testing.T) {
	w, r := s.pair(t)
	n := w.Cap()
	for i := range uint64(10) {
		s.produce(t, w, n-2)
		s.consume(t, r, n-2)
		s.produceTags(t, w, 4, mark(0, i), mark(1, i+1), mark(2, i+2), mark(3, i+3))
		s.tagged(t, r, mark(0, i), mark(1, i+1), mark(2, i+2), mark(3, i+3))
		_ = r.Consume(2)
		s.tagged(t, r, mark(0, i+2), mark(1, i+3))
		_ = r.Consume(2)
	}
}

func (s suite[T]) tagsLate(t *testing.T) {
	w, r := s.pair(t)
	s.produceTags(t, w, 10, mark(5, 1))
	late := s.reader(t, w, ReaderConfig{})
	old := s.reader(t, w, ReaderConfig{Oldest: true})
	s.produceTags(t, w, 10, mark(0, 2), mark(9, 3))
	s.tagged(t, late, mark(0, 2), mark(9, 3))
	s.tagged(t, r, mark(5, 1), mark(10, 2), mark(19, 3))
	s.tagged(t, old, mark(5, 1), mark(10, 2), mark(19, 3))
}

// Each reader sees every tag once, however far the others are.
func (s suite[T]) tagsOnce(t *testing.T) {
	w := s.stream(t, Config{})
	readers := []Reader[T]{s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{}), s.reader(t, w, ReaderConfig{})}
	for i := range uint64(50) {
		s.produceTags(t, w, 30, mark(int(i%30), i), mark(29, i))
		for k, r := range readers {
			s.take(t, r)
			if k == 0 || i%uint64(3*k) == 0 {
				drainTags(t, r, len(s.take(t, r)))
			}
		}
	}
}

// drainTags consumes n items one by one and checks what tagsOnce has put there.
func drainTags[T any](t testing.TB, r Reader[T], n int) {
	t.Helper()
	for range n {
		i, offset := r.Position()/30, int(r.Position()%30)
		var want []metadata.Tag
		if offset == int(i%30) {
			want = append(want, mark(0, i))
		}
		if offset == 29 {
			want = append(want, mark(0, i))
		}
		var got []metadata.Tag
		for _, tag := range r.Tags(nil) {
			if tag.Offset == 0 {
				got = append(got, tag)
			}
		}
		if !slices.EqualFunc(got, want, metadata.Tag.Equal) {
			t.Fatalf("at %d: %v, want %v", r.Position(), got, want)
		}
		_ = r.Consume(1)
	}
}

// ledger is a user's store: it counts the calls and keeps nothing it need not.
type ledger struct {
	*metadata.Tags
	mu           sync.Mutex
	adds, drops  int
	last, before uint64
}

func (l *ledger) Add(position uint64, tags []metadata.Tag) {
	l.mu.Lock()
	l.adds, l.last = l.adds+1, position
	l.mu.Unlock()
	l.Tags.Add(position, tags)
}

func (l *ledger) Drop(before uint64) {
	l.mu.Lock()
	l.drops, l.before = l.drops+1, before
	l.mu.Unlock()
	l.Tags.Drop(before)
}

func (s suite[T]) tagsStore(t *testing.T) {
	if s.Apart {
		t.Skip("a door with a store of its own")
	}
	l := &ledger{Tags: metadata.NewTags()}
	w := s.stream(t, Config{Metadata: l})
	r := s.reader(t, w, ReaderConfig{})
	s.produce(t, w, 100)
	s.produceTags(t, w, 10, mark(3, 1))
	if l.adds != 1 || l.last != 100 {
		t.Errorf("%d adds, the last at %d", l.adds, l.last)
	}
	s.tagged(t, r, mark(103, 1))
	_ = r.Consume(110)
	for range 5 {
		s.produceTags(t, w, w.Cap(), mark(0, 1))
		s.tagged(t, r, mark(0, 1))
		_ = r.Consume(w.Cap())
	}
	if held := l.Range(nil, 0, w.Position()); l.drops == 0 || len(held) > 3 {
		t.Errorf("%d drops, still held: %v", l.drops, held)
	}
}

func (s suite[T]) tagsNothing(t *testing.T) {
	if s.Apart {
		t.Skip("a door with a store of its own")
	}
	w := s.stream(t, Config{Metadata: metadata.Nothing{}})
	r := s.reader(t, w, ReaderConfig{})
	s.produceTags(t, w, 5, mark(4, 2))
	s.tagged(t, r)
	s.consume(t, r, 5)
}

func (s suite[T]) tagsCopied(t *testing.T) {
	w, r := s.pair(t)
	tags := []metadata.Tag{mark(0, 1)}
	s.produceTags(t, w, 5, tags...)
	tags[0] = mark(1, 2)
	s.tagged(t, r, mark(0, 1))
}
