package shmlink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// Info is what a stream says about itself.
type Info struct {
	Name       string               `json:"name"`
	Type       string               `json:"type"` // of the items, as the writer calls it
	ItemBytes  int                  `json:"itemBytes"`
	Epoch      uint64               `json:"epoch"`
	PID        int                  `json:"pid"`   // of the writer
	Age        time.Duration        `json:"ageNs"` // since it was made
	MaxReaders int                  `json:"maxReaders"`
	Writer     seamless.WriterStats `json:"writer"`
	Readers    []ReaderInfo         `json:"readers"`
}

// ReaderInfo is what the writer knows of a reader. The statistics are the
// reader's own; one that lies harms nobody but who believes it.
type ReaderInfo struct {
	Number uint64               `json:"number"`
	PID    int                  `json:"pid"`
	UID    int                  `json:"uid"`
	Policy string               `json:"policy"`
	Age    time.Duration        `json:"ageNs"` // since it joined
	Stats  seamless.ReaderStats `json:"stats"`
}

// List returns the names of the live streams of this user, sorted; those of the
// abstract namespace are not among them.
func List() ([]string, error) { return shm.List() }

// Inspect asks the writer of that name how its stream is doing.
func Inspect(ctx context.Context, name string) (info Info, err error) {
	b, err := ask(ctx, name)
	if err == nil {
		err = json.Unmarshal(b, &info)
	}
	if err != nil {
		return Info{}, fmt.Errorf("shmlink: inspect %q: %w", name, err)
	}
	return info, nil
}

func ask(ctx context.Context, name string) ([]byte, error) {
	conn, err := shm.Dial(ctx, name)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	defer interruptible(ctx, conn)()
	if err := conn.Send(message(wordSize, msgAsk)); err != nil {
		return nil, cause(ctx, err)
	}
	b := make([]byte, maxTell)
	n, _, err := conn.Receive(b, 0)
	switch kind := kindOf(b[:n]); {
	case err != nil:
		return nil, cause(ctx, err)
	case kind == msgReject:
		code, text, err := decodeVerdict(b[:n])
		return nil, errors.Join(told(code, text), err)
	case kind != msgTell:
		return nil, fmt.Errorf("an answer of kind %d: %w", kind, ErrPeerCorrupt)
	}
	return b[wordSize:n], nil
}

// tell answers Inspect.
func (h *host) tell() []byte {
	f := &h.facts
	info := Info{
		Name: h.name, Type: f.item.name, ItemBytes: f.item.size, Epoch: f.epoch, PID: f.writer,
		Age: time.Duration(uint64(shm.BootNow()) - f.created), MaxReaders: f.maxReaders,
		Writer: h.stats(), Readers: h.readers(),
	}
	for {
		b, err := json.Marshal(info)
		if err != nil { // there is nothing in it that could fail
			panic(err)
		}
		if m := append(message(wordSize, msgTell), b...); len(m) <= maxTell {
			return m
		}
		info.Readers = info.Readers[:len(info.Readers)/2]
	}
}

// readers returns what is known of those attached, by number.
func (h *host) readers() (all []ReaderInfo) {
	h.mu.Lock()
	guests := make([]*guest, 0, len(h.guests))
	for _, g := range h.guests {
		guests = append(guests, g)
	}
	h.mu.Unlock()
	for _, g := range guests {
		all = append(all, ReaderInfo{
			Number: g.number, PID: g.peer.PID, UID: g.peer.UID, Policy: g.policy.String(),
			Age: time.Since(g.since), Stats: g.items.Stats(),
		})
	}
	slices.SortFunc(all, func(a, b ReaderInfo) int { return int(a.Number) - int(b.Number) })
	return all
}

// Readers returns what is known of the readers attached, by number. Any
// goroutine may call it.
func (w *Writer[T]) Readers() []ReaderInfo {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return nil
	}
	return w.host.readers()
}

// Evict puts a reader out, which is told so, and reports whether there was one
// of that number. What a reader that blocks holds at that moment may be written
// over while it uses it. Any goroutine may call it.
func (w *Writer[T]) Evict(number uint64) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	h := w.host
	h.mu.Lock()
	g := h.guests[number]
	h.mu.Unlock()
	if w.closed || g == nil {
		return false
	}
	g.put(Evicted, fmt.Errorf("by the writer's user: %w", ErrEvicted))
	return true
}

// interruptible ends what goes on at a connection when the context is done, up
// to a call of what it returns.
func interruptible(ctx context.Context, conn *shm.Conn) func() bool {
	return context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
}

// cause is the error of the context where that has ended the call. What watches
// a deadline elsewhere may be a little early.
func cause(ctx context.Context, err error) error {
	_, ends := ctx.Deadline()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case ends && (errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)):
		return context.DeadlineExceeded
	}
	return err
}
