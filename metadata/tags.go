package metadata

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"sync"
)

// Tags is the default store: sorted, of any size, guarded by a mutex. Adding a
// tag costs well under 0.3 µs and no allocation once there is room, which grows
// to twice the most tags ever held at once and is kept. Range finds its first
// tag by binary search. Tags that are not added in order cost a sort of those
// they overtake.
type Tags struct {
	mu   sync.Mutex
	all  []entry // all[:head] is dropped and zero, all[head:] sorted by position
	head int
}

type entry struct {
	position uint64
	key      string
	value    Value
}

// NewTags returns an empty store.
func NewTags() *Tags { return &Tags{} }

// Add stores tags in the order of their positions; see [Metadata]. It panics
// at a negative offset. Writer only.
func (s *Tags) Add(position uint64, tags []Tag) {
	if len(tags) == 0 {
		return
	}
	for i := range tags {
		if tags[i].Offset < 0 {
			panic(fmt.Sprintf("metadata: tag %q at offset %d", tags[i].Key, tags[i].Offset))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.room(len(tags))
	first := position + uint64(tags[0].Offset) // the least position of this call
	sorted := true
	for i := range tags {
		p := position + uint64(tags[i].Offset)
		if n := len(s.all); n > s.head && p < s.all[n-1].position {
			sorted = false
		}
		first = min(first, p)
		s.all = append(s.all, entry{p, tags[i].Key, tags[i].Value})
	}
	if !sorted {
		s.sortFrom(first, len(s.all)-len(tags))
	}
}

// room makes place for n more entries at the end. It moves the live ones down
// over the dropped ones when these are at least as many, so that each move is
// paid for by a drop.
func (s *Tags) room(n int) {
	if len(s.all)+n <= cap(s.all) {
		return
	}
	live := len(s.all) - s.head
	if s.head >= live && live+n <= cap(s.all) {
		copy(s.all, s.all[s.head:])
		clear(s.all[live:])
		s.all, s.head = s.all[:live], 0
		return
	}
	grown := make([]entry, live, max(16, 2*(live+n)))
	copy(grown, s.all[s.head:])
	s.all, s.head = grown, 0
}

// sortFrom orders the tags of the last call, which begin at index added, and
// those before them that they overtake: the ones after position p, their least.
func (s *Tags) sortFrom(p uint64, added int) {
	earlier := s.all[s.head:added]
	i := sort.Search(len(earlier), func(i int) bool { return earlier[i].position > p })
	slices.SortStableFunc(s.all[s.head+i:], func(a, b entry) int { return cmp.Compare(a.position, b.position) })
}

// Range appends the tags with from <= position < to; see [Metadata]. Any
// goroutine.
func (s *Tags) Range(dst []Tag, from, to uint64) []Tag {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.all[s.search(from):] {
		if e.position >= to {
			break
		}
		dst = append(dst, Tag{Offset: int(e.position - from), Key: e.key, Value: e.value})
	}
	return dst
}

// Drop forgets the tags before a position, so that their values can be
// collected. Writer only.
func (s *Tags) Drop(before uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.search(before)
	clear(s.all[s.head:i])
	s.head = i
	if s.head == len(s.all) {
		s.all, s.head = s.all[:0], 0
	}
}

// search returns the index of the first live entry at p or after it.
func (s *Tags) search(p uint64) int {
	live := s.all[s.head:]
	if len(live) == 0 || live[0].position >= p {
		return s.head // by far the most frequent: nothing to drop, nothing to skip
	}
	i := sort.Search(len(live), func(i int) bool { return live[i].position >= p })
	return s.head + i
}
