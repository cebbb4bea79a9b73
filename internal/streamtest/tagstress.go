package streamtest

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/seed-ff569660/seamless/metadata"
)

// hasTag says for every position whether TagStress puts a tag there.
func hasTag(pos uint64) bool { return (pos*0x9E3779B97F4A7C15)>>61 == 0 }

// Random tags, random slices, random consumes, and readers that come and go:
// everyone meets each tag of the items it consumes once, in order.
func (s suite[T]) tagStress(t *testing.T) {
	_, seed := random(t)
	w, total := s.stream(t, Config{}), amount(50_000)
	first := s.reader(t, w, ReaderConfig{})
	var wg sync.WaitGroup
	for i := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, i+1))
		wg.Go(func() {
			r := first
			if i != 0 {
				r = s.mustJoin(t, w, ReaderConfig{Oldest: i == 2})
			}
			for r != nil && s.readTags(t, r, rng) {
				closed(t, r)
				if r = s.mustJoin(t, w, ReaderConfig{Oldest: i == 2}); r != nil && r.Position() >= total {
					break
				}
			}
			if r != nil {
				closed(t, r)
			}
		})
	}
	err := s.write(patient(t), w, rand.New(rand.NewPCG(seed, 0)), total, func(n int) {
		var tags []metadata.Tag
		for o := n - 1; o >= 0; o-- { // the wrong way round
			if p := w.Position() + uint64(o); hasTag(p) {
				tags = append(tags, mark(o, p))
			}
		}
		w.ProduceTags(n, tags...)
	})
	if err != nil {
		t.Error(err)
	}
	closed(t, w)
	wg.Wait()
}

// readTags reads a while and reports whether the stream goes on.
func (s suite[T]) readTags(t testing.TB, r Reader[T], rng *rand.Rand) bool {
	var tags []metadata.Tag
	for range 50 + rng.IntN(200) {
		got, err := r.Slice(patient(t), 1)
		if err != nil {
			return false
		}
		for left := len(got); left > 0; {
			tags = r.Tags(tags[:0])
			n := 1 + rng.IntN(left)
			for o := range n {
				if p := r.Position() + uint64(o); hasTag(p) {
					if len(tags) == 0 || !tags[0].Equal(mark(o, p)) {
						t.Errorf("at %d: next tags %v, want one at %d", p, tags, o)
						return false
					}
					tags = tags[1:]
				}
			}
			if len(tags) > 0 && tags[0].Offset < n {
				t.Errorf("at %d: a tag too many: %v", r.Position(), tags[0])
				return false
			}
			_ = r.Consume(n)
			if left -= n; rng.IntN(3) == 0 {
				break
			}
		}
	}
	return true
}
