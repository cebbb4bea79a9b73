package shmlink

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// host is the writer's process as its readers meet it: it lets them in, wakes
// the writer for them, and takes them out when they are gone.
type host struct {
	config *config
	name   string
	facts  facts
	items  admitter
	tags   *tagWriter
	wake   func() // the writer
	stats  func() seamless.WriterStats

	listener *shm.Listener
	data     *shm.Segment
	tagged   *shm.Segment // nil: no tags
	header   *shm.Region
	tagsHead *shm.Region

	polled atomics.Uint64 // tails must reach it for a writer that polls to go on; 0: it can

	stop   chan struct{}
	work   sync.WaitGroup
	mu     sync.Mutex
	closed bool
	number uint64 // of the last reader
	guests map[uint64]*guest
	pages  map[*shm.Region]bool // control pages that may be mapped
}

type admitter interface {
	Admit(c *spmc.Cursor, rc spmc.ReaderConfig, lied func(), hold any) (*spmc.Guest, error)
}

// helloTime is how long somebody who knocks may take to say what for.
const helloTime = 5 * time.Second

// serve lets readers in until the listener is closed.
func (h *host) serve() {
	defer h.work.Done()
	for {
		conn, err := h.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // no descriptors left, say: others may give some back
			select {
			case <-h.stop:
				return
			case <-time.After(10 * time.Millisecond):
			}
			continue
		}
		h.work.Go(func() { h.meet(conn) })
	}
}

// meet hears what somebody wants who has knocked.
func (h *host) meet(conn *shm.Conn) {
	stop := make(chan struct{})
	defer close(stop)
	go func() { // a stream that ends does not wait for who says nothing
		select {
		case <-h.stop:
			_ = conn.SetDeadline(time.Now())
		case <-stop:
		}
	}()
	_ = conn.SetDeadline(time.Now().Add(helloTime))
	b := make([]byte, maxMessage)
	n, _, heard := conn.Receive(b, 0)
	if heard == io.EOF || heard != nil && h.ended() { // it only wanted to know whether there is a host
		_ = conn.Close()
		return
	}
	peer, err := conn.Peer()
	if err == nil && heard == nil {
		err = h.config.allow(peer)
	}
	switch {
	case heard != nil:
		h.refuse(conn, peer, heard)
	case err != nil:
		h.refuse(conn, peer, fmt.Errorf("%w: %w", ErrNotAllowed, err))
	case kindOf(b[:n]) == msgAsk:
		_ = conn.Send(h.tell())
		_ = conn.Close()
	default:
		if err := h.welcome(conn, peer, b[:n]); err != nil {
			h.refuse(conn, peer, err)
		}
	}
}

func (h *host) refuse(conn *shm.Conn, peer shm.Cred, err error) {
	_ = conn.Send(verdict(msgReject, codeOf(err), err.Error()))
	_ = conn.Close()
	h.event(Event{Kind: Refused, Peer: peer, Err: err})
}

// welcome attaches a reader. With an error the connection is the caller's.
func (h *host) welcome(conn *shm.Conn, peer shm.Cred, b []byte) error {
	ask, err := decodeHello(b)
	if err != nil {
		return err
	}
	if ask.lowest > protocol || ask.highest < protocol {
		return fmt.Errorf("a reader that speaks %d to %d, this writer speaks %d: %w", ask.lowest, ask.highest, protocol, ErrVersion)
	}
	if f := h.facts.item; ask.item.print != f.print || ask.item.size != f.size || ask.item.align != f.align {
		return fmt.Errorf("a reader of items of %d bytes of a stream of %s of %d bytes: %w", ask.item.size, f.name, f.size, ErrItemType)
	}
	p := Policy{ask.policy, ask.evictAfter}
	if f := h.config.policies; f != nil {
		if p, err = f(p); err != nil {
			return fmt.Errorf("policy %v: %w: %w", Policy{ask.policy, ask.evictAfter}, ErrNotAllowed, err)
		}
	}
	g, err := h.newGuest(conn, peer, p, ask)
	if err != nil {
		return err
	}
	if !keepPassed {
		defer g.files.close()
	}
	grant := accept{
		version: protocol, reader: g.number, epoch: h.facts.epoch,
		items: uint64(h.facts.capacity), segment: uint64(h.data.Size()),
		position: g.items.Start(), control: uint32(shm.PageSize()), policy: p.kind,
	}
	if h.tagged != nil {
		grant.tags, grant.tagged = uint64(h.tags.end.Cap()), uint64(h.tagged.Size())
	}
	if err := conn.Send(grant.encode(), g.files.all(h)...); err != nil {
		g.leave(Died, err)
		return nil
	}
	_ = conn.SetDeadline(time.Time{})
	h.event(Event{Kind: Joined, Reader: g.number, Peer: peer, Policy: p})
	h.work.Go(g.listen)
	h.work.Go(g.pump)
	if p.kind == evict {
		h.work.Go(g.watch)
	}
	return nil
}

func (h *host) ended() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed
}

// event tells the user.
func (h *host) event(e Event) {
	if f := h.config.events; f != nil {
		f(e)
	}
}

// beat shows that the process runs.
func (h *host) beat() {
	defer h.work.Done()
	word, tick := heartbeatOf(h.header), time.NewTicker(h.config.heartbeat)
	defer tick.Stop()
	for {
		word.Store(uint64(shm.MonoNow()))
		select {
		case <-tick.C:
		case <-h.stop:
			return
		}
	}
}

// end closes the stream and gives everything back. What it does first, readers
// see first.
func (h *host) end(closeItems func() error) error {
	err := closeItems()
	if !h.tags.none {
		err = errors.Join(err, h.tags.end.Close(nil))
	}
	h.mu.Lock()
	h.closed = true
	guests := make([]*guest, 0, len(h.guests))
	for _, g := range h.guests {
		guests = append(guests, g)
	}
	h.mu.Unlock()
	close(h.stop)
	err = errors.Join(err, h.listener.Close())
	for _, g := range guests {
		g.leave(Left, nil)
	}
	h.work.Wait()
	h.mu.Lock()
	pages := h.pages
	h.pages = nil
	h.mu.Unlock()
	for page := range pages {
		err = errors.Join(err, page.Close())
	}
	return errors.Join(err, h.release())
}

// release gives back what belongs to no ring.
func (h *host) release() error {
	return errors.Join(h.header.Close(), h.tagsHead.Close(), h.data.Close(), h.tagged.Close())
}

// sameUser lets processes of this user in.
func sameUser(c shm.Cred) error {
	if me := os.Getuid(); c.UID != me {
		return fmt.Errorf("process %d of user %d, not of user %d", c.PID, c.UID, me)
	}
	return nil
}
