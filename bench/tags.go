package bench

import (
	"context"
	"fmt"

	"github.com/seed-ff569660/seamless/metadata"
)

// tagBatch is how many items travel with the tags of one operation.
const tagBatch = 1000

// tagged returns the work "tags": one goroutine produces 1000 items with a tag
// at one in 1000, 100 or 10 of them, looks at every tag and consumes. The
// items themselves are not touched. The figure is the time for one tag with
// its share of the cycle, or for the cycle of 1000 items where there is none.
func tagged() (cases []Case) {
	for _, every := range []int{0, 1000, 100, 10} {
		tags := make([]metadata.Tag, 0, tagBatch)
		shape := "every=none"
		if every != 0 {
			shape = fmt.Sprintf("every=%d", every)
			for o := 0; o < tagBatch; o += every {
				tags = append(tags, metadata.Tag{Offset: o, Key: metadata.KeyFreq, Value: metadata.Uint64Value(uint64(o + 1))})
			}
		}
		add := func(peer string, role Role, m func([]metadata.Tag) (*Subject, error)) {
			cases = append(cases, Case{
				Work: "tags", Shape: shape, Peer: peer, Role: role,
				Items: max(len(tags), 1), Unit: Nanoseconds, Alone: true,
				New: func() (*Subject, error) { return m(tags) },
			})
		}
		add("circular", Ours, circularTags)
		add("lockfree", Ours, lockfreeTags)
		add("channel", Peer, channelTags)
		add("floor", Floor, floorTags)
	}
	return cases
}

// look returns the sum of all that the tags say. It takes them by pointer: a
// copy of each would cost as much as the look.
func look(tags []metadata.Tag) (total uint64) {
	for i := range tags {
		total += uint64(tags[i].Offset) + tags[i].Value.Uint64()
	}
	return total
}

// looked checks what look has summed up in n operations.
func looked(total uint64, n int, tags []metadata.Tag) error {
	if want := uint64(n) * look(tags); total != want {
		return wrong(float64(total), float64(want))
	}
	return nil
}

func circularTags(tags []metadata.Tag) (*Subject, error) {
	w, readers, err := circularEnds[float32](ringItems, 1, nil)
	if err != nil {
		return nil, err
	}
	ctx, r, dst := context.Background(), readers[0], make([]metadata.Tag, 0, tagBatch)
	run := func(n int) error {
		var total uint64
		for range n {
			if _, err := w.Slice(ctx, tagBatch); err != nil {
				return err
			}
			w.ProduceTags(tagBatch, tags...)
			s, err := r.Slice(ctx, tagBatch)
			if err != nil {
				return err
			}
			dst = r.Tags(dst[:0])
			total += look(dst)
			if err := r.Consume(len(s)); err != nil {
				return err
			}
		}
		return looked(total, n, tags)
	}
	return &Subject{Run: run, Close: func() { closeEnds(w, readers) }}, nil
}

func lockfreeTags(tags []metadata.Tag) (*Subject, error) {
	w, readers, err := lockfreeEnds[float32](ringItems, 1)
	if err != nil {
		return nil, err
	}
	r, dst := readers[0], make([]metadata.Tag, 0, tagBatch)
	run := func(n int) error {
		var total uint64
		for range n {
			w.TrySliceMin(tagBatch)
			w.ProduceTags(tagBatch, tags...)
			s, err := r.TrySliceMin(tagBatch)
			if err != nil {
				return err
			}
			dst = r.Tags(dst[:0])
			total += look(dst)
			if err := r.Consume(len(s)); err != nil {
				return err
			}
		}
		return looked(total, n, tags)
	}
	return &Subject{Run: run, Close: func() { closeEnds(w, readers) }}, nil
}

// channelTags is a channel of pooled batches that have a slice of tags beside
// the items. A batch travels whole, so nobody has to look for its tags; and
// nobody can consume half of it either.
func channelTags(tags []metadata.Tag) (*Subject, error) {
	type batch struct {
		items []float32
		tags  []metadata.Tag
	}
	const buffers = ringItems / tagBatch
	full, free := make(chan *batch, buffers), make(chan *batch, buffers)
	for range buffers {
		free <- &batch{make([]float32, tagBatch), make([]metadata.Tag, 0, tagBatch)}
	}
	return &Subject{Run: func(n int) error {
		var total uint64
		for range n {
			b := <-free
			b.tags = append(b.tags[:0], tags...)
			full <- b
			b = <-full
			total += look(b.tags)
			free <- b
		}
		return looked(total, n, tags)
	}}, nil
}

// floorTags copies the tags twice, in and out, and looks at them.
func floorTags(tags []metadata.Tag) (*Subject, error) {
	store, dst := make([]metadata.Tag, 0, tagBatch), make([]metadata.Tag, 0, tagBatch)
	return &Subject{Run: func(n int) error {
		var total uint64
		for range n {
			store = append(store[:0], tags...)
			dst = append(dst[:0], store...)
			total += look(dst)
		}
		return looked(total, n, tags)
	}}, nil
}
