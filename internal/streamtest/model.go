package streamtest

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/metadata"
)

func (s suite[T]) model() map[string]func(*testing.T) {
	return map[string]func(*testing.T){"Model": s.againstModel}
}

// modelReader is what the model knows of a reader.
type modelReader[T any] struct {
	Reader[T]
	pos  uint64
	held int // of its last slice
}

// world is a stream beside its model, which is no more than counts.
type world[T comparable] struct {
	suite[T]
	*testing.T
	rng     *rand.Rand
	w       Writer[T]
	pos     uint64 // produced
	held    int    // of the writer's last slice
	readers []*modelReader[T]
	tags    []uint64 // positions, in order
	scratch []metadata.Tag
}

// Over a million items in random slices, by one goroutine: every length and
// every item is known beforehand.
func (s suite[T]) againstModel(t *testing.T) {
	rng, _ := random(t)
	m := &world[T]{suite: s, T: t, rng: rng, w: s.stream(t, Config{})}
	short := 300_000
	if !testing.Short() {
		short = 1_100_000
	}
	for total := amount(short); m.pos < total && !t.Failed(); {
		switch n := rng.IntN(100); {
		case n < 30:
			m.takeSpace()
		case n < 60:
			m.produceSome()
		case n < 62:
			m.join()
		case n < 64:
			m.leave()
		default:
			if len(m.readers) == 0 {
				continue
			}
			if r := m.readers[rng.IntN(len(m.readers))]; n%2 == 0 {
				m.takeItems(r)
			} else {
				m.consumeSome(r)
			}
		}
		if m.w.Position() != m.pos {
			t.Fatalf("writer at %d, want %d", m.w.Position(), m.pos)
		}
	}
	for _, r := range m.readers {
		closed(t, r)
	}
}

// space is what a writer that looks must get.
func (m *world[T]) space() int {
	fill := uint64(0)
	for _, r := range m.readers {
		fill = max(fill, m.pos-r.pos)
	}
	return m.w.Cap() - int(fill)
}

func (m *world[T]) takeSpace() {
	var got []T
	var err error
	want, min := m.space(), 1+m.rng.IntN(m.w.Cap())
	switch m.rng.IntN(3) {
	case 0:
		if got = m.w.TrySlice(); len(got) != want {
			m.Fatalf("at %d: space %d, want %d", m.pos, len(got), want)
		}
	case 1:
		if got = m.w.TrySliceMin(min); (len(got) != 0) != (want >= min) || len(got) > want {
			m.Fatalf("at %d: space %d of at least %d, there is %d", m.pos, len(got), min, want)
		}
	case 2:
		if min > want {
			return
		}
		if got, err = m.w.Slice(context.Background(), min); len(got) < min || len(got) > want || err != nil {
			m.Fatalf("at %d: space %d of at least %d, there is %d, %v", m.pos, len(got), min, want, err)
		}
	}
	m.put(got, m.pos)
	m.held = len(got)
}

func (m *world[T]) produceSome() {
	n := m.rng.IntN(m.held + 1)
	var tags []metadata.Tag
	if n > 0 && m.rng.IntN(4) == 0 {
		for o := m.rng.IntN(n); o < n; o += 1 + m.rng.IntN(n) {
			tags = append(tags, mark(o, m.pos+uint64(o)))
			m.tags = append(m.tags, m.pos+uint64(o))
		}
	}
	m.w.ProduceTags(n, tags...)
	m.pos, m.held = m.pos+uint64(n), m.held-n
}

func (m *world[T]) join() {
	if len(m.readers) == 5 {
		return
	}
	c := ReaderConfig{Oldest: m.rng.IntN(2) == 0}
	r, err := m.Join(m.w, c)
	if err != nil {
		m.Fatal(err)
	}
	start := r.Position()
	if !c.Oldest && start != m.pos || start > m.pos || m.pos-start > uint64(m.w.Cap()) {
		m.Fatalf("joined at %d, the writer is at %d, oldest: %v", start, m.pos, c.Oldest)
	}
	m.readers = append(m.readers, &modelReader[T]{Reader: r, pos: start})
	if m.pos-start > uint64(m.w.Cap()-m.held) {
		m.Fatalf("joined at %d, the writer is at %d and holds %d", start, m.pos, m.held)
	}
}

func (m *world[T]) leave() {
	if len(m.readers) == 0 {
		return
	}
	i := m.rng.IntN(len(m.readers))
	closed(m, m.readers[i])
	m.readers = slices.Delete(m.readers, i, i+1)
}

func (m *world[T]) takeItems(r *modelReader[T]) {
	var got []T
	var err error
	want, min := int(m.pos-r.pos), 1+m.rng.IntN(r.Cap())
	switch m.rng.IntN(3) {
	case 0:
		if got, err = r.TrySlice(); len(got) != want || err != nil {
			m.Fatalf("at %d: %d items, %v, want %d", r.pos, len(got), err, want)
		}
	case 1:
		if got, err = r.TrySliceMin(min); (len(got) != 0) != (want >= min) || len(got) > want || err != nil {
			m.Fatalf("at %d: %d items of at least %d, there are %d, %v", r.pos, len(got), min, want, err)
		}
	case 2:
		if min > want {
			return
		}
		if got, err = r.Slice(context.Background(), min); len(got) < min || len(got) > want || err != nil {
			m.Fatalf("at %d: %d items of at least %d, there are %d, %v", r.pos, len(got), min, want, err)
		}
	}
	r.held = len(got)
	if m.check(m, got, r.pos) && m.rng.IntN(4) == 0 {
		m.checkTags(r)
	}
}

func (m *world[T]) checkTags(r *modelReader[T]) {
	m.scratch = r.Tags(m.scratch[:0])
	i, _ := slices.BinarySearch(m.tags, r.pos)
	for _, tag := range m.scratch {
		if i == len(m.tags) || !tag.Equal(mark(int(m.tags[i]-r.pos), m.tags[i])) {
			m.Fatalf("at %d: tag %v too many or wrong", r.pos, tag)
		}
		i++
	}
	if i < len(m.tags) && m.tags[i] < r.pos+uint64(r.held) {
		m.Fatalf("at %d: tag at %d is missing", r.pos, m.tags[i])
	}
}

func (m *world[T]) consumeSome(r *modelReader[T]) {
	n := m.rng.IntN(r.held + 1)
	if err := r.Consume(n); err != nil {
		m.Fatal(err)
	}
	r.pos, r.held = r.pos+uint64(n), r.held-n
	if r.Position() != r.pos {
		m.Fatalf("position %d, want %d", r.Position(), r.pos)
	}
}
