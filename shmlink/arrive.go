package shmlink

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// handover is what a new reader is sent, and what it is seen through.
type handover struct {
	control *shm.Segment
	region  *shm.Region
	far     *os.File
}

func (f *handover) all(h *host) []*os.File {
	files := []*os.File{h.data.File()}
	if h.tagged != nil {
		files = append(files, h.tagged.File())
	}
	return append(files, f.control.File(), f.far)
}

func (f *handover) close() {
	_ = f.control.Close()
	_ = f.far.Close()
}

// admit makes a reader part of the stream, once its control page is such that
// it can do no harm by it.
func (h *host) admit(conn *shm.Conn, peer shm.Cred, p Policy, ask hello) (g *guest, err error) {
	number, err := h.place()
	if err != nil {
		return nil, err
	}
	g = &guest{host: h, number: number, peer: peer, policy: p, since: time.Now(), conn: conn, gone: make(chan struct{})}
	handed, err := g.equip(ask.bell)
	if err == nil {
		if g.files = handed; !keepPassed {
			defer handed.close()
		}
		if err = g.introduce(handed); err == nil {
			err = h.attach(g, handed.region, ask)
		}
		if err != nil {
			_, _ = handed.region.Close(), g.door.Close()
			handed.close()
		}
	}
	h.mu.Lock()
	h.coming--
	h.mu.Unlock()
	return g, err
}

// place keeps a place for a reader to come, and returns its number.
func (h *host) place() (uint64, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return 0, fmt.Errorf("it has ended: %w", ErrNoStream)
	}
	if n := len(h.guests) + h.coming; n >= h.config.maxReaders {
		return 0, fmt.Errorf("%d: %w", n, ErrTooManyReaders)
	}
	h.coming++
	h.number++
	return h.number, nil
}

// equip makes what a reader needs.
func (g *guest) equip(bell uint8) (_ *handover, err error) {
	control, err := shm.Create("seamless-control", shm.PageSize())
	if err != nil {
		return nil, err
	}
	made := &handover{control: control}
	defer func() {
		if err != nil {
			_ = made.region.Close()
			made.close()
		}
	}()
	if made.region, err = control.Map(0, shm.PageSize(), true); err != nil {
		return nil, err
	}
	if err = control.Seal(shm.Control); err != nil {
		return nil, err
	}
	if g.door, made.far, err = shm.NewDoorbell(); err != nil {
		return nil, err
	}
	g.bell = g.door
	if bell == bellIsWord && shm.HasFutex {
		g.bell = shm.NewBell(bellWord(made.region))
	}
	return made, nil
}

// introduce hands the reader all it needs and waits until it has mapped the
// control page, and sealed it: from then on that page can have no holes. The
// writer must not look at one that has. Where memory is short to touch it
// would be a fault, and the end of this process.
func (g *guest) introduce(handed *handover) error {
	h := g.host
	grant := accept{
		version: protocol, reader: g.number, epoch: h.facts.epoch,
		items: uint64(h.facts.capacity), segment: uint64(h.data.Size()),
		control: uint32(shm.PageSize()), policy: g.policy.kind,
	}
	if h.tagged != nil {
		grant.tags, grant.tagged = uint64(h.tags.end.Cap()), uint64(h.tagged.Size())
	}
	if err := g.conn.Send(grant.encode(), handed.all(h)...); err != nil {
		return err
	}
	b := make([]byte, maxMessage)
	n, _, err := g.conn.Receive(b, 0)
	if err != nil {
		return err
	}
	if !isWord(b[:n], msgReady) {
		return fmt.Errorf("a message of kind %d and %d bytes: %w", kindOf(b[:n]), n, ErrPeerCorrupt)
	}
	if !shm.HasSeals { // a fault is caught then
		return nil
	}
	if err := handed.control.Check(shm.Data); err != nil {
		return fmt.Errorf("%w: %w", err, ErrPeerCorrupt)
	}
	return nil
}

// attach makes the guest part of the stream.
func (h *host) attach(g *guest, region *shm.Region, ask hello) (err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return fmt.Errorf("it has ended: %w", ErrNoStream)
	}
	held := &page{region}
	runtime.AddCleanup(held, h.unmap, region)
	h.pages[region] = true
	lossy := g.policy.kind == drop
	lied := func() { go h.spawn(func() { g.put(Lied, ErrPeerCorrupt) }) } // not before it is attached, and the writer does not wait
	if h.tagged != nil {                                                  // first: its start must not lie behind that of the items
		g.tags = h.attachTags(tagsCursor(region), lossy, ask.fences, lied, held)
	}
	rc := spmc.ReaderConfig{Notifier: g.bell, Lossy: lossy, Oldest: ask.start == startOldest, Fences: ask.fences}
	if ask.start == startAt {
		rc.At = &ask.position
	}
	if g.items, err = h.items.Admit(itemsCursor(region), rc, lied, held); err != nil {
		panic(err) // the rings have no limit of their own
	}
	h.guests[g.number] = g
	return nil
}

// attachTags attaches a guest to the tags, where the oldest record begins that
// is whole.
func (h *host) attachTags(c *spmc.Cursor, lossy, fences bool, lied func(), held *page) *spmc.Guest {
	first := h.tags.first.Load() // pairs with tagWriter.settle
	rc := spmc.ReaderConfig{Notifier: notifier.None{}, Lossy: lossy, At: &first, Fences: fences}
	g, err := h.tags.end.Admit(c, rc, lied, held)
	if err != nil {
		panic(err) // as above
	}
	for first < g.Start() { // the writer has gone over that record meanwhile, and settles on another at once
		runtime.Gosched()
		first = h.tags.first.Load()
	}
	g.Begin(first)
	return g
}
