package shmlink

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"sync"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// link is what a reader has of one writer.
type link struct {
	facts    facts
	number   uint64
	host     shm.Cred
	conn     *shm.Conn
	door     *shm.Doorbell
	header   *shm.Region
	tagsHead *shm.Region
	control  *shm.Region
	bell     *shm.Bell // one of the two wakes it
	chime    *chime
	work     sync.WaitGroup
	over     chan struct{} // closed when the watcher has no more use for it

	verdict atomics.Pointer[error] // why the host has put the reader out
}

// Open attaches a reader to the live stream of that name, by default at the
// current position: it sees every item produced from now on. Where there is no
// such stream it fails, unless it is to [Await] one. It takes no longer than ctx,
// which plays no part afterwards.
//
// Errors wrap [ErrNoStream], [ErrItemType], [ErrVersion], [ErrNotAllowed],
// [ErrTooManyReaders], or, of a host that does not keep to the protocol,
// [ErrPeerCorrupt] and those of [shm].
func Open[T any](ctx context.Context, name string, opts ...ReaderOption) (*Reader[T], error) {
	r := &Reader[T]{name: name, config: collectReader(opts), looks: shm.NewSpin()}
	find := r.attach
	if r.config.await {
		find = r.find
	}
	if err := find(ctx, r.config.start, r.config.position); err != nil {
		return nil, fmt.Errorf("shmlink: open %q: %w", name, err)
	}
	return r, nil
}

// attach makes the reader's end one of the stream there is now.
func (r *Reader[T]) attach(ctx context.Context, from start, position uint64) (err error) {
	item, err := layoutOf[T]()
	if err != nil {
		return err
	}
	c := r.config
	h := hello{
		lowest: protocol, highest: protocol, item: item, policy: c.policy.kind, evictAfter: c.policy.after,
		start: from, position: position, fences: fence() != nil,
	}
	if c.byDoor() {
		h.bell = bellIsDoor
	}
	l, grant, files, err := meet(ctx, r.name, h, c.allow)
	if err != nil {
		return err
	}
	defer func() {
		for _, f := range files {
			_ = f.Close()
		}
		if err != nil {
			_ = l.close()
		}
	}()
	items, tags, err := l.open(grant, files, item)
	if err != nil {
		return err
	}
	if err = l.enter(ctx); err != nil {
		return errors.Join(err, items.Close(), tags.Close())
	}
	mapped, err := dmb.Map[T](items.File(), int64(shm.PageSize()), l.facts.capacity, dmb.ReadOnly())
	err = errors.Join(err, items.Close())
	if err != nil {
		return errors.Join(err, tags.Close())
	}
	var tagRing *dmb.Buffer[byte]
	if tags != nil {
		tagRing, err = dmb.Map[byte](tags.File(), int64(shm.PageSize()), int(grant.tags), dmb.ReadOnly())
		if err = errors.Join(err, tags.Close()); err != nil {
			return errors.Join(err, mapped.Close())
		}
	}
	if c.byDoor() {
		l.chime = &chime{door: l.door, wake: notifier.NewChan(), work: &l.work}
	} else {
		l.bell = shm.NewSleeper(bellWord(l.control))
	}
	r.begin(l, mapped, tagRing, grant)
	return nil
}

// begin puts the ends over what has been mapped. A reader that may be put out
// looks whether it has been overtaken, as one that drops does.
func (r *Reader[T]) begin(l *link, items *dmb.Buffer[T], tags *dmb.Buffer[byte], a accept) {
	lossy, dropping := a.policy != block, a.policy == drop
	t := &tagReader{none: tags == nil, lossy: lossy, corrupt: func() { r.distrust("a record of tags", ErrPeerCorrupt) }}
	store := metadata.Metadata(t)
	if t.none {
		store = metadata.Nothing{}
	} else {
		remote := spmc.Remote{
			Head: headOf(l.tagsHead), Cursor: tagsCursor(l.control), Lossy: lossy,
			Bell: notifier.None{}, Writer: l.door, Metadata: metadata.Nothing{},
			Why: func() error { return nil }, Lied: t.corrupt, Release: tags.Close,
			Fence: fence(),
		}
		if lossy && !dropping {
			remote.Out = func() {} // its items tell
		}
		spmc.Attach(&t.end, tags, remote)
		t.at = t.end.Position()
	}
	bell := notifier.Notifier(l.chime)
	if l.bell != nil {
		bell = l.bell
	}
	r.mu.Lock()
	r.link, r.tags, r.away = l, t, false
	r.end = spmc.Reader[T]{}
	remote := spmc.Remote{
		Head: headOf(l.header), Cursor: itemsCursor(l.control), Lossy: lossy,
		Bell: bell, Writer: l.door, Metadata: store,
		Why: l.why, Lied: func() { r.distrust("positions of the writer", ErrPeerCorrupt) }, Release: items.Close,
		Fence: fence(),
	}
	if lossy && !dropping {
		remote.Out = func() { r.distrust("overtaken", ErrEvicted) }
	}
	spmc.Attach(&r.end, items, remote)
	r.mu.Unlock()
	if r.end.Tagged() {
		t.skip(r.end.Position()) // those before it joined, which its cursor begins with
	}
	r.watching.Go(func() { r.watch(l) })
}

// open checks what the host has granted and sent, and maps all but the rings.
func (l *link) open(a accept, files []*os.File, item itemLayout) (items, tags *shm.Segment, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, items.Close(), tags.Close())
		}
	}()
	page := uint64(shm.PageSize())
	want := 3
	if a.tagged != 0 {
		want = 4
	}
	const most = math.MaxInt / 4
	switch {
	case a.version != protocol:
		return nil, nil, fmt.Errorf("version %d: %w", a.version, ErrVersion)
	case len(files) != want:
		return nil, nil, fmt.Errorf("%d descriptors, not %d: %w", len(files), want, ErrPeerCorrupt)
	case a.items == 0 || a.items > uint64(most/item.size) || a.segment != page+a.items*uint64(item.size):
		return nil, nil, fmt.Errorf("%d items of %d bytes in a segment of %d: %w", a.items, item.size, a.segment, ErrPeerCorrupt)
	case a.tagged != 0 && (a.tags == 0 || a.tags > most || a.tagged != page+a.tags):
		return nil, nil, fmt.Errorf("%d bytes of tags in a segment of %d: %w", a.tags, a.tagged, ErrPeerCorrupt)
	case a.control != uint32(page) || a.policy > evict:
		return nil, nil, fmt.Errorf("control of %d bytes, policy %d: %w", a.control, a.policy, ErrPeerCorrupt)
	}
	next := func() *os.File { f := files[0]; files = files[1:]; return f }
	if items, l.header, err = openRing(next(), int(a.segment)); err != nil {
		return items, nil, err
	}
	if l.facts, err = readFacts(l.header); err != nil {
		return items, nil, err
	}
	if f := l.facts; f.item.size != item.size || f.item.align != item.align || f.item.print != item.print ||
		uint64(f.capacity) != a.items || f.epoch != a.epoch || f.kind != kindItems {
		return items, nil, fmt.Errorf("the segment is not what the host says: %w", ErrPeerCorrupt)
	}
	if a.tagged != 0 {
		if tags, l.tagsHead, err = openRing(next(), int(a.tagged)); err != nil {
			return items, tags, err
		}
		f, err := readFacts(l.tagsHead)
		if err == nil && (f.kind != kindTags || uint64(f.capacity) != a.tags || f.epoch != a.epoch) {
			err = fmt.Errorf("the segment of tags is not what the host says: %w", ErrPeerCorrupt)
		}
		if err != nil {
			return items, tags, err
		}
	}
	control, err := shm.Open(next(), int(page), shm.Control)
	if err != nil {
		return items, tags, err
	}
	l.control, err = control.Map(0, int(page), true)
	if err == nil && shm.HasSeals {
		if err = control.Seal(shm.Data); err == nil { // the host could have made a hole before that
			err = control.Check(shm.Data)
		}
	}
	if err = errors.Join(err, control.Close()); err != nil {
		return items, tags, err
	}
	if l.door, err = shm.OpenDoorbell(next()); err != nil {
		return items, tags, err
	}
	l.number = a.reader
	return items, tags, nil
}

func openRing(f *os.File, size int) (*shm.Segment, *shm.Region, error) {
	s, err := shm.Open(f, size, shm.Data)
	if err != nil {
		return nil, nil, err
	}
	header, err := s.Map(0, shm.PageSize(), false)
	return s, header, err
}

// close gives back what belongs to no ring.
func (l *link) close() error {
	err := errors.Join(l.conn.Close(), l.door.Close())
	l.work.Wait()
	if l.bell != nil {
		err = errors.Join(err, l.bell.Close())
	}
	return errors.Join(err, l.header.Close(), l.tagsHead.Close(), l.control.Close())
}

// why says why there are no more items: nil is an orderly end.
func (l *link) why() error {
	if v := l.verdict.Load(); v != nil {
		return *v
	}
	if !spmc.Closed(headOf(l.header)) {
		return ErrWriterDied
	}
	if text := getText(l.header.Bytes(atGoodbye, 2+maxGoodbye), maxGoodbye); text != "" {
		return &RemoteError{text}
	}
	return nil
}
