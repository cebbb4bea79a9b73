//go:build linux

package cross

import (
	"fmt"
	"io"
	"strings"
)

// begin makes what the process needs for its part.
func (j job) begin() (part, error) {
	switch j.Work {
	case "stream", "message":
		if j.Peer == "memcpy" {
			return part{run: alone(j.Batch, j.Readers)}, nil
		}
		return j.end(
			func(w writer) func(int, *report) error { return produce(w, j.Batch) },
			func(r reader) func(int, *report) error { return consume(r, j.Batch) })
	case "oneway-p50", "oneway-p99":
		percentile := 50
		if strings.HasSuffix(j.Work, "99") {
			percentile = 99
		}
		return j.end(paced, func(r reader) func(int, *report) error { return aged(r, percentile) })
	case "roundtrip":
		if j.Reader < 0 {
			return j.lane(trips)
		}
		return j.lane(echoes)
	case "parked":
		return j.lane(func(l lane) func(int, *report) error { return drowsy(l, j.Reader < 0) })
	case "idle":
		return j.idle()
	case "attached":
		return j.attached()
	}
	return part{}, fmt.Errorf("no work %q", j.Work)
}

// end makes the writer's or a reader's end of a stream.
func (j job) end(write func(writer) func(int, *report) error, read func(reader) func(int, *report) error) (part, error) {
	switch {
	case ofShmlink(j.Peer) && j.Reader < 0:
		w, err := create(j.Name)
		if err != nil {
			return part{}, err
		}
		end := shmWriter{w}
		return part{run: write(end), counts: end.counts, close: func() { _ = w.Close() }}, nil
	case ofShmlink(j.Peer):
		r, err := open(j.Name, j.Peer)
		if err != nil {
			return part{}, err
		}
		end := shmReader{r}
		p := part{run: read(end), counts: end.counts, close: func() { _ = r.Close() }}
		if j.Peer == "shmlink-copy" {
			p.run = read(shmCopier{end, make([]uint64, max(j.Batch, readItems))})
		}
		return p, nil
	case j.Peer == "words":
		b, err := openBare()
		if err != nil {
			return part{}, err
		}
		if j.Reader < 0 {
			return part{run: write(&bareWriter{bare: b})}, nil
		}
		return part{run: read(&bareReader{bare: b})}, nil
	case j.Reader < 0:
		all, err := connections(j.Peer, j.Readers)
		return part{run: write(connWriter(all))}, err
	default:
		all, err := connections(j.Peer, 1)
		if err != nil {
			return part{}, err
		}
		return part{run: read(newConnReader(all[0], j.Batch))}, nil
	}
}

// lane makes one side of a lane.
func (j job) lane(run func(lane) func(int, *report) error) (part, error) {
	switch {
	case ofShmlink(j.Peer):
		l, err := newShmLane(j)
		if err != nil {
			return part{}, err
		}
		return part{run: run(l), meet: l.meet, counts: l.counts, close: l.close}, nil
	case j.Peer == "words", j.Peer == "futex":
		b, err := openBare()
		if err != nil {
			return part{}, err
		}
		if j.Peer == "futex" {
			return part{run: run(newFutexLane(b, j.Reader < 0))}, nil
		}
		l := &bareLane{ours: b.head, theirs: b.tail}
		if j.Reader >= 0 {
			l.ours, l.theirs = l.theirs, l.ours
		}
		return part{run: run(l)}, nil
	default:
		all, err := connections(j.Peer, 1)
		if err != nil {
			return part{}, err
		}
		return part{run: run(&connLane{conn: all[0]})}, nil
	}
}

// idle makes an end of which nothing is asked. Its goroutine stays where it
// waits when the process ends.
func (j job) idle() (part, error) {
	switch {
	case j.Peer == "nothing":
		return part{run: silence(nil)}, nil
	case ofShmlink(j.Peer) && j.Reader < 0:
		w, err := create(j.Name)
		return part{run: silence(nil), close: func() { _ = w.Close() }}, err
	case ofShmlink(j.Peer):
		r, err := open(j.Name, j.Peer)
		if err != nil {
			return part{}, err
		}
		go func() { _, _ = r.Slice(forever, 1) }()
		return part{run: silence(func() uint64 { return r.Stats().Waits })}, nil
	case j.Reader < 0:
		_, err := connections(j.Peer, j.Readers)
		return part{run: silence(nil)}, err
	default:
		all, err := connections(j.Peer, 1)
		if err != nil {
			return part{}, err
		}
		go func() { _, _ = io.ReadFull(all[0], make([]byte, 1)) }()
		return part{run: silence(nil)}, nil
	}
}

// attached makes the writer, or the one process that has all the readers.
func (j job) attached() (part, error) {
	switch {
	case j.Peer == "lines":
		return glance(j.Readers, 128)
	case j.Peer == "pages":
		return glance(j.Readers, 4096)
	case j.Reader < 0:
		w, err := create(j.Name)
		if err != nil {
			return part{}, err
		}
		return part{run: ticks(w), close: func() { _ = w.Close() }}, nil
	default:
		all, err := crowd(j.Name, j.Readers)
		return part{run: func(int, *report) error { return nil }, close: func() {
			for _, r := range all {
				_ = r.Close()
			}
		}}, err
	}
}
