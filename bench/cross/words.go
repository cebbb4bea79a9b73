//go:build linux

package cross

import (
	"os"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// bare is memory that two processes share without any protocol: a word each, on
// a line of its own, and a ring that is mapped once.
type bare struct {
	head, tail *atomics.Uint64
	ring       []uint64
	region     *shm.Region
}

const bareHeader = 4096

// openBare maps the memory that the process was given.
func openBare() (*bare, error) {
	s, err := shm.Open(os.NewFile(firstFile, "cross"), bareHeader+ringBytes, shm.Control)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	r, err := s.Map(0, s.Size(), true)
	if err != nil {
		return nil, err
	}
	return &bare{
		head: shm.At[atomics.Uint64](r, 0), tail: shm.At[atomics.Uint64](r, 256),
		ring: items(r.Bytes(bareHeader, ringBytes)), region: r,
	}, nil
}

// bareWriter and bareReader are the least that a stream can be: no waiting but
// looking, no tags, one reader, batches that divide the ring.
type bareWriter struct {
	*bare
	pos, seen uint64
}

func (w *bareWriter) write(src []uint64) error {
	n := uint64(len(src))
	for w.pos+n-w.seen > ringItems {
		if w.seen = w.tail.Load(); w.pos+n-w.seen > ringItems {
			shm.Pause()
		}
	}
	copy(w.ring[w.pos%ringItems:], src)
	w.pos += n
	w.head.Store(w.pos)
	return nil
}

type bareReader struct {
	*bare
	pos uint64
}

func (r *bareReader) read(min int) ([]uint64, error) {
	for {
		if n := r.head.Load() - r.pos; n >= uint64(min) {
			at := r.pos % ringItems
			return r.ring[at:][:minimum(n, ringItems-at)], nil
		}
		shm.Pause()
	}
}

func (r *bareReader) done(n int) error {
	r.pos += uint64(n)
	r.tail.Store(r.pos)
	return nil
}

func minimum(a, b uint64) uint64 { return min(a, b) }

// bareLane is the raw ping-pong: each side has a line that the other looks at.
type bareLane struct {
	ours, theirs *atomics.Uint64
	last         uint64
}

func (l *bareLane) send(v uint64) error {
	l.ours.Store(v + 1)
	return nil
}

// receive waits for a value that differs from the last one.
func (l *bareLane) receive() (uint64, error) {
	for {
		if v := l.theirs.Load(); v != l.last {
			l.last = v
			return v - 1, nil
		}
		shm.Pause()
	}
}

// futexLane is the raw wake: each side sleeps on a word until the other has
// changed it, and does nothing before and after.
type futexLane struct {
	ours, theirs *futexCell
	last         uint32
}

type futexCell struct {
	turn  atomics.Uint32
	_     atomics.Uint32
	value atomics.Uint64
}

func newFutexLane(b *bare, first bool) *futexLane {
	l := &futexLane{ours: shm.At[futexCell](b.region, 512), theirs: shm.At[futexCell](b.region, 768)}
	if !first {
		l.ours, l.theirs = l.theirs, l.ours
	}
	return l
}

func (l *futexLane) send(v uint64) error {
	l.ours.value.Store(v)
	l.ours.turn.Add(1)
	shm.FutexWake(&l.ours.turn, 1)
	return nil
}

func (l *futexLane) receive() (uint64, error) {
	for l.theirs.turn.Load() == l.last {
		if _, err := shm.FutexWait(&l.theirs.turn, l.last, -1); err != nil {
			return 0, err
		}
	}
	l.last++
	return l.theirs.value.Load(), nil
}
