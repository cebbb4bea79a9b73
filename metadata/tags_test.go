package metadata

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func tagsAt(offsets ...int) (tags []Tag) {
	for i, o := range offsets {
		tags = append(tags, New(o, "k", i))
	}
	return tags
}

func text(tags []Tag) string {
	var b strings.Builder
	for _, t := range tags {
		fmt.Fprintf(&b, "%d:%s ", t.Offset, t.Value)
	}
	return strings.TrimSpace(b.String())
}

func TestRangeEdges(t *testing.T) {
	s := NewTags()
	if got := s.Range(nil, 0, 100); len(got) != 0 {
		t.Errorf("an empty store has %v", got)
	}
	s.Add(100, tagsAt(0, 5, 5, 9))
	for _, c := range []struct {
		from, to uint64
		want     string
	}{
		{0, 100, ""},
		{0, 101, "100:0"},
		{100, 100, ""},
		{100, 105, "0:0"},
		{100, 106, "0:0 5:1 5:2"},
		{101, 110, "4:1 4:2 8:3"},
		{105, 105, ""},
		{105, 109, "0:1 0:2"},
		{109, 200, "0:3"},
		{110, 200, ""},
		{106, 101, ""}, // ends before it begins
	} {
		if got := text(s.Range(nil, c.from, c.to)); got != c.want {
			t.Errorf("[%d,%d): got %q, want %q", c.from, c.to, got, c.want)
		}
	}
	if got := text(s.Range(tagsAt(1), 105, 106)); got != "1:0 0:1 0:2" {
		t.Errorf("appended: got %q", got)
	}
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		name string
		add  func(*Tags)
		want string
	}{
		{"unsorted in one call", func(s *Tags) { s.Add(0, tagsAt(7, 3, 7, 0, 3)) }, "0:3 3:1 3:4 7:0 7:2"},
		{"a later call between tags of an earlier one", func(s *Tags) {
			s.Add(0, tagsAt(2, 4, 8))
			s.Add(1, tagsAt(3, 1, 7)) // 4, 2, 8
		}, "2:0 2:1 4:1 4:0 8:2 8:2"},
		{"sorted in itself, before all", func(s *Tags) {
			s.Add(0, tagsAt(9))
			s.Add(1, tagsAt(0, 1))
		}, "1:0 2:1 9:0"},
		{"after a drop", func(s *Tags) {
			s.Add(0, tagsAt(1, 2, 3))
			s.Drop(3)
			s.Add(3, tagsAt(4, 0))
		}, "3:2 3:1 7:0"},
		{"no tags", func(s *Tags) { s.Add(5, nil) }, ""},
	} {
		s := NewTags()
		c.add(s)
		if got := text(s.Range(nil, 0, 100)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAddDoesNotKeepTheSlice(t *testing.T) {
	s, tags := NewTags(), tagsAt(1, 2)
	s.Add(0, tags)
	clear(tags)
	if got := text(s.Range(nil, 0, 10)); got != "1:0 2:1" {
		t.Errorf("got %q", got)
	}
}

func TestNegativeOffsetPanics(t *testing.T) {
	s := NewTags()
	if got := panicText(func() { s.Add(10, tagsAt(3, -1)) }); !strings.Contains(got, "offset -1") {
		t.Errorf("got panic %q", got)
	}
	if got := s.Range(nil, 0, 100); len(got) != 0 {
		t.Errorf("some of the tags were added: %v", got)
	}
}

func TestDropReleasesTheValues(t *testing.T) {
	s, freed := NewTags(), make(chan struct{})
	func() {
		value := new([64]int)
		runtime.AddCleanup(value, func(int) { close(freed) }, 0)
		s.Add(0, []Tag{New(0, "held", value), New(1, "other", 1)})
	}()
	s.Drop(1)
	for range 10 {
		runtime.GC()
		select {
		case <-freed:
			runtime.KeepAlive(s)
			return
		default:
			runtime.Gosched()
		}
	}
	select {
	case <-freed:
	case <-time.After(5 * time.Second):
		t.Error("a dropped value is still held")
	}
	runtime.KeepAlive(s)
}

func TestSteadyStateDoesNotAllocate(t *testing.T) {
	s, position := NewTags(), uint64(0)
	tags := []Tag{
		{Offset: 3, Key: KeyFreq, Value: Float64Value(1e8)},
		{Offset: 0, Key: KeyRate, Value: Float64Value(1e6)}, // out of order on purpose
		{Offset: 9, Key: KeyTime, Value: TimeValue(time.Unix(1, 0))},
	}
	dst := make([]Tag, 0, 100)
	step := func() {
		s.Add(position, tags)
		position += 10
		dst = s.Range(dst[:0], position-20, position)
		s.Drop(position - min(position, 200))
	}
	many := func() { // in one run, so that one allocation is not averaged away
		for range 10_000 {
			step()
		}
	}
	least := math.Inf(1)
	for range 5 { // the runtime may allocate beside it
		least = min(least, testing.AllocsPerRun(1, many))
	}
	if least != 0 {
		t.Errorf("%v allocations", least)
	}
}

func TestNothingKeepsNothing(t *testing.T) {
	var s Metadata = Nothing{}
	s.Add(0, tagsAt(1))
	s.Drop(1)
	if got := text(s.Range(tagsAt(4), 0, 10)); got != "4:0" {
		t.Errorf("got %q", got)
	}
}

// TestAgainstAModel compares the store with a list that is sorted anew at
// every look.
func TestAgainstAModel(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	type placed struct {
		position uint64
		value    int
	}
	var (
		s        = NewTags()
		model    []placed
		position = rng.Uint64N(1 << 40)
		dropped  = position
		count    int
	)
	for range 10_000 {
		switch rng.IntN(4) {
		case 0, 1:
			n := rng.IntN(50)
			var tags []Tag
			for range rng.IntN(6) {
				tags = append(tags, New(rng.IntN(60), "k", count)) // may lie beyond the next call's
				model = append(model, placed{position + uint64(tags[len(tags)-1].Offset), count})
				count++
			}
			s.Add(position, tags)
			position += uint64(n)
		case 2:
			dropped += rng.Uint64N(position - dropped + 1)
			s.Drop(dropped)
			model = slices.DeleteFunc(model, func(p placed) bool { return p.position < dropped })
		case 3:
			slices.SortStableFunc(model, func(a, b placed) int { return int(a.position) - int(b.position) })
			from := dropped + rng.Uint64N(position-dropped+1)
			to := from + rng.Uint64N(100)
			var want []Tag
			for _, p := range model {
				if p.position >= from && p.position < to {
					want = append(want, New(int(p.position-from), "k", p.value))
				}
			}
			if got := s.Range(nil, from, to); text(got) != text(want) {
				t.Fatalf("[%d,%d):\n got %s\nwant %s", from, to, text(got), text(want))
			}
		}
		for i, e := range s.all[:cap(s.all)] {
			if (i < s.head || i >= len(s.all)) && e.value.Kind() != KindNone {
				t.Fatalf("entry %d still holds %v; head %d, length %d", i, e.value, s.head, len(s.all))
			}
		}
	}
}

// counts checks that there is one tag for each position, with the position in it.
func counts(tags []Tag, from, to uint64) error {
	if len(tags) != int(to-from) {
		return fmt.Errorf("%d tags in [%d,%d)", len(tags), from, to)
	}
	for i, tag := range tags {
		if tag.Offset != i || tag.Value.Uint64() != from+uint64(i) {
			return fmt.Errorf("tag %d of [%d,%d) is %v", i, from, to, tag)
		}
	}
	return nil
}

// TestReadersBesideTheWriter checks that every reader sees every tag once while
// the writer adds and drops.
func TestReadersBesideTheWriter(t *testing.T) {
	const readers, batches, batch = 4, 2000, 10
	s := NewTags()
	var wg sync.WaitGroup
	commits := make([]chan uint64, readers)
	done := make([]chan uint64, readers)
	for r := range readers {
		commits[r], done[r] = make(chan uint64, 16), make(chan uint64, batches)
		wg.Go(func() {
			defer close(done[r])
			var from uint64
			var tags []Tag
			for to := range commits[r] {
				tags = s.Range(tags[:0], from, to)
				if err := counts(tags, from, to); err != nil {
					t.Errorf("reader %d: %v", r, err)
				}
				from = to
				done[r] <- from
			}
		})
	}
	tags, slowest := make([]Tag, batch), make([]uint64, readers)
	for b := range uint64(batches) {
		for i := range tags {
			j := batch - 1 - i // the wrong way round
			tags[i] = Tag{Offset: j, Key: "count", Value: Uint64Value(b*batch + uint64(j))}
		}
		s.Add(b*batch, tags)
		for r := range readers {
			commits[r] <- (b + 1) * batch
			for len(done[r]) > 0 {
				slowest[r] = <-done[r]
			}
		}
		s.Drop(slices.Min(slowest))
	}
	for r := range readers {
		close(commits[r])
	}
	wg.Wait()
}
