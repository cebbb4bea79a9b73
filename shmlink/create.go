package shmlink

import (
	"errors"
	"fmt"
	"os"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/layout"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// Create makes a stream of that name with a ring of at least minItems items,
// rounded up to whole pages as by [dmb.New], and returns its writer. Readers in
// any process find it by [Open] from then on.
//
// The name is that of a file in [shm.Folder]; one that begins with "@" is in
// the abstract namespace of Linux instead. A name in use gives [ErrInUse], one whose host
// has died is taken over. Nothing is left behind when Create fails, nor when
// the writer is closed. What a process that is killed leaves of its socket, two
// empty files, its readers remove when they learn of its death; where it has none
// the next Create or List of any name does, or the next Open of this one.
func Create[T any](name string, minItems int, opts ...Option) (*Writer[T], error) {
	w, err := create[T](name, minItems, collect(opts))
	if err != nil {
		return nil, fmt.Errorf("shmlink: create %q: %w", name, err)
	}
	return w, nil
}

func create[T any](name string, minItems int, c *config) (_ *Writer[T], err error) {
	item, err := layoutOf[T]()
	if err != nil {
		return nil, err
	}
	w := new(Writer[T])
	h := &host{
		config: c, name: name, tags: new(tagWriter), fence: fence(),
		stop: make(chan struct{}), guests: make(map[uint64]*guest), pages: make(map[*shm.Region]bool),
	}
	h.tags.none = c.tagBytes == 0
	h.tags.drop = func(err error) { h.event(Event{Kind: TagDropped, Err: err}) }
	if h.listener, err = shm.Listen(name); err != nil {
		return nil, err
	}
	var items *dmb.Buffer[T]
	var tags *dmb.Buffer[byte]
	defer func() {
		if err == nil {
			return
		}
		_ = h.listener.Close()
		_ = h.release()
		if items != nil {
			_ = items.Close()
		}
		if tags != nil {
			_ = tags.Close()
		}
	}()
	started, _ := shm.ProcessStart(os.Getpid())
	now := uint64(shm.BootNow())
	h.facts = facts{
		item: item, maxReaders: c.maxReaders,
		epoch: now, created: now, writer: os.Getpid(), started: started,
	}
	if h.data, h.header, items, err = newRing[T](&h.facts, minItems); err != nil {
		return nil, err
	}
	if !h.tags.none {
		f := h.facts
		f.kind, f.item = kindTags, itemLayout{size: 1, align: 1, name: "tags"}
		if h.tagged, h.tagsHead, tags, err = newRing[byte](&f, c.tagBytes); err != nil {
			return nil, err
		}
		h.tags.begin(tags, headOf(h.tagsHead), h.fence)
	}
	bell := notifier.NewChan()
	h.wake = bell.Notify
	if !h.tags.none {
		h.wake = func() { bell.Notify(); h.tags.bell.Notify() }
	}
	ring := spmc.Config{Head: headOf(h.header), Notifier: bell, MaxSlice: c.maxSlice, NeedReader: c.needReader, Metadata: h.tags, Fence: h.fence, Light: max(1, smallBatch/item.size)}
	if h.tags.none {
		ring.Metadata = metadata.Nothing{}
	}
	spmc.Init(&w.end, items, ring)
	h.items = &w.end
	w.host, w.bell = h, bell
	h.stats = w.Stats
	h.work.Add(1)
	go h.serve()
	if c.heartbeat > 0 {
		h.work.Add(1)
		go h.beat()
	}
	return w, nil
}

// newRing makes a segment of a header page and a ring, with the only mappings
// through which it can ever be written.
func newRing[T any](f *facts, minItems int) (s *shm.Segment, header *shm.Region, items *dmb.Buffer[T], err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close(), header.Close())
			s, header = nil, nil
		}
	}()
	page, bytes := shm.PageSize(), 0
	if bytes, err = layout.Round(minItems, f.item.size, page); err != nil {
		return s, header, nil, err
	}
	f.capacity = bytes / f.item.size
	if s, err = shm.Create("seamless-ring", page+bytes); err != nil {
		return s, header, nil, err
	}
	if header, err = s.Map(0, page, true); err != nil {
		return s, header, nil, err
	}
	if items, err = dmb.Map[T](s.File(), int64(page), f.capacity); err != nil {
		return s, header, nil, err
	}
	if err = s.Seal(shm.Data); err != nil {
		_ = items.Close()
		return s, header, nil, err
	}
	f.write(header)
	return s, header, items, nil
}
