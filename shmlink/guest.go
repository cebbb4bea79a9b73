package shmlink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// guest is a reader as the host has it.
type guest struct {
	host   *host
	number uint64
	peer   shm.Cred
	policy Policy
	since  time.Time

	conn  *shm.Conn
	door  *shm.Doorbell
	bell  notifier.Notifier // wakes it
	items *spmc.Guest
	tags  *spmc.Guest // nil: no tags
	files *handover   // what it was sent

	gone chan struct{}
	once sync.Once
}

// page keeps the mapping of a control page for as long as anybody may look at
// the guest's cursors: the writer may be in the middle of a look when the guest
// leaves.
type page struct{ region *shm.Region }

// handover is what a new reader is sent.
type handover struct {
	control *shm.Segment
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

// newGuest makes what a reader needs and attaches it.
func (h *host) newGuest(conn *shm.Conn, peer shm.Cred, p Policy, ask hello) (g *guest, err error) {
	control, err := shm.Create("seamless-control", shm.PageSize())
	if err != nil {
		return nil, err
	}
	handed := &handover{control: control}
	var region *shm.Region
	var door *shm.Doorbell
	defer func() {
		if err != nil {
			_, _ = region.Close(), door.Close()
			handed.close()
		}
	}()
	if region, err = control.Map(0, shm.PageSize(), true); err != nil {
		return nil, err
	}
	if err = control.Seal(shm.Control); err != nil {
		return nil, err
	}
	if door, handed.far, err = shm.NewDoorbell(); err != nil {
		return nil, err
	}
	g = &guest{
		host: h, peer: peer, policy: p, since: time.Now(),
		conn: conn, door: door, bell: door, files: handed, gone: make(chan struct{}),
	}
	if ask.bell == bellIsWord && shm.HasFutex {
		g.bell = shm.NewBell(bellWord(region))
	}
	err = h.attach(g, region, ask)
	return g, err
}

// attach makes the guest part of the stream.
func (h *host) attach(g *guest, region *shm.Region, ask hello) (err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return fmt.Errorf("it has ended: %w", ErrNoStream)
	}
	if n := len(h.guests); n >= h.config.maxReaders {
		return fmt.Errorf("%d: %w", n, ErrTooManyReaders)
	}
	held := &page{region}
	runtime.AddCleanup(held, h.unmap, region)
	h.pages[region] = true
	lossy := g.policy.kind == drop
	lied := func() { go h.spawn(func() { g.put(Lied, ErrPeerCorrupt) }) } // not before it is attached, and the writer does not wait
	if h.tagged != nil {                                                  // first: its start must not lie behind that of the items
		g.tags = h.attachTags(tagsCursor(region), lossy, lied, held)
	}
	rc := spmc.ReaderConfig{Notifier: g.bell, Lossy: lossy, Oldest: ask.start == startOldest}
	if ask.start == startAt {
		rc.At = &ask.position
	}
	if g.items, err = h.items.Admit(itemsCursor(region), rc, lied, held); err != nil {
		panic(err) // the rings have no limit of their own
	}
	h.number++
	g.number = h.number
	h.guests[g.number] = g
	return nil
}

// attachTags attaches a guest to the tags, where the oldest record begins that
// is whole.
func (h *host) attachTags(c *spmc.Cursor, lossy bool, lied func(), held *page) *spmc.Guest {
	first := h.tags.first.Load() // pairs with tagWriter.settle
	rc := spmc.ReaderConfig{Notifier: notifier.None{}, Lossy: lossy, At: &first}
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

// unmap is called when nobody can look at a control page any more.
func (h *host) unmap(region *shm.Region) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pages != nil {
		delete(h.pages, region)
		_ = region.Close()
	}
}

// listen waits for the reader's last word, or its death.
func (g *guest) listen() {
	b := make([]byte, maxMessage)
	n, _, err := g.conn.Receive(b, 0)
	switch {
	case err == io.EOF || errors.Is(err, net.ErrClosed):
		g.leave(Died, nil)
		return
	case err != nil:
		g.put(Lied, fmt.Errorf("%w: %w", err, ErrPeerCorrupt))
		return
	}
	code, text, err := decodeVerdict(b[:n])
	switch {
	case kindOf(b[:n]) != msgGoodbye || err != nil:
		g.put(Lied, fmt.Errorf("a message of kind %d: %w", kindOf(b[:n]), ErrPeerCorrupt))
	case code != 0: // it does not believe us
		g.put(Lied, told(code, text))
	default:
		g.leave(Left, nil)
	}
}

// pump wakes the writer when the reader rings.
func (g *guest) pump() {
	for {
		if err := g.door.Wait(context.Background()); err != nil {
			return // listen learns it as well
		}
		g.host.wake()
	}
}

// watch puts the reader out when it holds the writer up for too long: when the
// writer has waited for it all that time and produced nothing. One wait may be
// many short sleeps, so that the writer is not asleep at a tick is no news by
// itself; and a reader that is slow but moves may be behind at every tick, while
// waits end in between. What tells are the items that were produced or, where
// the writer does not wait, given back.
func (g *guest) watch() {
	every := max(g.policy.after/8, time.Millisecond)
	tick := time.NewTicker(every)
	defer tick.Stop()
	type progress struct{ commit, tail uint64 }
	var since time.Time
	var then, now progress
	for {
		select {
		case <-g.gone:
			return
		case <-tick.C:
		}
		now.commit, now.tail = g.items.Progress()
		switch {
		case !g.items.Behind(g.host.polled.Load()) && !(g.tags != nil && g.tags.Behind(0)):
			if now != then {
				since = time.Time{}
			}
			if g.items.Awaited() { // it may have made room, and not said so
				g.host.wake()
			}
		case since.IsZero() || now.commit != then.commit:
			since, then = time.Now(), now
		case time.Since(since) >= g.policy.after:
			g.put(Evicted, fmt.Errorf("it held the writer up for more than %v: %w", g.policy.after, ErrEvicted))
			return
		}
	}
}

// put tells the reader that it is out, and takes it out. It does not wait. The
// reader can find the word on its line before it can find that it was overtaken.
func (g *guest) put(kind EventKind, err error) {
	g.host.spawn(func() {
		_ = g.conn.SetWriteDeadline(time.Now().Add(time.Second))
		_ = g.conn.Send(verdict(msgGoodbye, codeOf(err), err.Error()))
		g.leave(kind, err)
	})
}

// detach makes the stream go on without the reader.
func (g *guest) detach() {
	g.items.Leave()
	if g.tags != nil {
		g.tags.Leave()
	}
}

// leave takes the reader out, once.
func (g *guest) leave(kind EventKind, err error) {
	g.once.Do(func() {
		g.detach()
		close(g.gone)
		h := g.host
		h.mu.Lock()
		delete(h.guests, g.number)
		ended := h.closed
		h.mu.Unlock()
		_ = g.conn.Close()
		_ = g.door.Close()
		if keepPassed {
			g.files.close()
		}
		if !ended {
			h.event(Event{Kind: kind, Reader: g.number, Peer: g.peer, Policy: g.policy, Err: err})
		}
		h.wake()
	})
}

// spawn runs f unless the stream has ended.
func (h *host) spawn(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.work.Go(f)
	}
}

var errNoRoom = errors.New("no room for a tag")
