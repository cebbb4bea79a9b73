package shmlink

import (
	"slices"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
)

// tagWriter is the writing end of the tags of a stream: a ring of bytes, in
// which each tag is one record, produced before the items it belongs to. It is
// the writer's store of tags.
type tagWriter struct {
	end     spmc.Writer[byte]
	bell    *notifier.Chan
	ring    *dmb.Buffer[byte]
	first   atomics.Uint64 // where the oldest record begins that is whole; see settle
	record  []byte
	none    bool // there is no ring
	dropped atomics.Uint64
	drop    func(error)
}

func (t *tagWriter) begin(ring *dmb.Buffer[byte], head *spmc.Head, fence func()) {
	t.bell, t.ring = notifier.NewChan(), ring
	spmc.Init(&t.end, ring, spmc.Config{
		Head: head, Notifier: t.bell, Metadata: metadata.Nothing{}, Fence: fence, Light: smallBatch,
		MaxSlice: max(ring.Cap()/4, 1), // so that the last tags stay, for readers to come
	})
}

// space returns at least n bytes of space, or none.
func (t *tagWriter) space(n int) []byte {
	s := t.end.TrySliceMin(n)
	t.settle()
	return s
}

// settle moves first over the records that may be written over from now on,
// while they can still be read. A reader joins where a record begins.
func (t *tagWriter) settle() {
	first, oldest := t.first.Load(), t.end.Oldest()
	if first >= oldest {
		return
	}
	for capacity := uint64(t.ring.Cap()); first < oldest; {
		length := wire.Uint32(t.ring.Slice(int(first%capacity), recordLength))
		first += recordLength + uint64(length)
	}
	t.first.Store(first) // pairs with host.attachTags
}

// encode makes the record of a tag. It is nil when the tag cannot be carried.
func (t *tagWriter) encode(position uint64, tag metadata.Tag) (err error) {
	t.record, err = metadata.AppendTag(t.record[:0], position, tag)
	return err
}

// size returns the bytes that a tag takes, 0 if it cannot be carried.
func (t *tagWriter) size(tag metadata.Tag) int {
	if t.encode(0, tag) != nil {
		return 0
	}
	return len(t.record)
}

// fit reports whether there is room for all of these.
func (t *tagWriter) fit(tags []metadata.Tag) bool {
	all := 0
	for _, tag := range tags {
		all += t.size(tag)
	}
	return t.fits(all)
}

// fits reports whether there is room for n bytes.
func (t *tagWriter) fits(n int) bool { return n == 0 || len(t.space(n)) >= n }

// Add stores tags for which there is room, in the order of their items. The
// slice is the ring's, which has no more use for it.
func (t *tagWriter) Add(position uint64, tags []metadata.Tag) {
	sortTags(tags)
	for _, tag := range tags {
		if err := t.encode(position, tag); err != nil || t.none {
			t.lose(err)
			continue
		}
		s := t.space(len(t.record))
		if len(s) < len(t.record) {
			t.lose(errNoRoom)
			continue
		}
		copy(s, t.record)
		t.end.Produce(len(t.record))
	}
}

func sortTags(tags []metadata.Tag) {
	slices.SortStableFunc(tags, func(a, b metadata.Tag) int { return a.Offset - b.Offset })
}

func (t *tagWriter) lose(err error) {
	t.dropped.Add(1)
	t.drop(err)
}

// Range and Drop have no use at this end.
func (*tagWriter) Range(dst []metadata.Tag, _, _ uint64) []metadata.Tag { return dst }
func (*tagWriter) Drop(uint64)                                          {}
