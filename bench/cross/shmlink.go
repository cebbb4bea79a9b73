//go:build linux

package cross

import (
	"context"
	"fmt"
	"strings"

	"github.com/seed-ff569660/seamless/shmlink"
)

// forever is the context of all waits: whoever fails is killed.
var forever = context.Background()

// shmWriter copies batches into a stream.
type shmWriter struct {
	w *shmlink.Writer[uint64]
}

func (w shmWriter) write(src []uint64) error {
	dst, err := w.w.Slice(forever, len(src))
	if err != nil {
		return err
	}
	w.w.Produce(copy(dst, src))
	return nil
}

func (w shmWriter) counts() (waits, wakes uint64) {
	s := w.w.Stats()
	return s.Waits, s.Wakes
}

// shmReader uses items where they lie, in pieces as long as a reader of sockets
// has them: who takes all there is, and gives it back when he is done with it,
// leaves the writer nothing to write to meanwhile.
type shmReader struct {
	r *shmlink.Reader[uint64]
}

func (r shmReader) read(least int) ([]uint64, error) {
	s, err := r.r.Slice(forever, least)
	return s[:min(len(s), max(least, readItems))], err
}

func (r shmReader) done(n int) error { return r.r.Consume(n) }

func (r shmReader) counts() (waits, wakes uint64) {
	s := r.r.Stats()
	return s.Waits, s.Wakes
}

// shmCopier copies items out, as reading from a socket does.
type shmCopier struct {
	shmReader
	buf []uint64
}

func (r shmCopier) read(min int) ([]uint64, error) {
	s, err := r.r.Slice(forever, min)
	if err != nil {
		return nil, err
	}
	n := copy(r.buf, s)
	return r.buf[:n], r.r.Consume(n)
}

func (shmCopier) done(int) error { return nil }

// ways are the ends of the names of peers that say how a reader waits.
var ways = map[string]shmlink.Wait{
	"shmlink-block": shmlink.Blocking,
	"shmlink-poll":  shmlink.Polling,
	"shmlink-spin":  shmlink.Spinning,
}

func ofShmlink(peer string) bool { return strings.HasPrefix(peer, "shmlink") }

func create(name string) (*shmlink.Writer[uint64], error) {
	return shmlink.Create[uint64](name, ringItems)
}

func open(name, peer string, opts ...shmlink.ReaderOption) (*shmlink.Reader[uint64], error) {
	return shmlink.Open[uint64](forever, name, append(opts, shmlink.WithWait(ways[peer]))...)
}

// shmLane is two streams, one there and one back.
type shmLane struct {
	w          *shmlink.Writer[uint64]
	r          *shmlink.Reader[uint64]
	peer, from string
}

// newShmLane makes the stream of this side; the other side's is opened when
// both are there.
func newShmLane(j job) (l *shmLane, err error) {
	l = &shmLane{peer: j.Peer, from: j.Name + "-back"}
	to := j.Name
	if j.Reader >= 0 {
		l.from, to = to, l.from
	}
	l.w, err = create(to)
	return l, err
}

func (l *shmLane) meet() (err error) {
	l.r, err = open(l.from, l.peer)
	return err
}

func (l *shmLane) send(v uint64) error {
	s, err := l.w.Slice(forever, 1)
	if err != nil {
		return err
	}
	s[0] = v
	l.w.Produce(1)
	return nil
}

func (l *shmLane) receive() (uint64, error) {
	s, err := l.r.Slice(forever, 1)
	if err != nil {
		return 0, err
	}
	if len(s) != 1 {
		return 0, fmt.Errorf("%d items at once", len(s))
	}
	v := s[0]
	return v, l.r.Consume(1)
}

func (l *shmLane) counts() (waits, wakes uint64) {
	return shmReader{l.r}.counts()
}

func (l *shmLane) close() {
	_ = l.w.Close()
	if l.r != nil {
		_ = l.r.Close()
	}
}
