//go:build linux

package cross

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-ff569660/seamless/bench"
)

// Doors are the peers that others are held against.
var Doors = []string{"shmlink", "shmlink-copy", "shmlink-spin", "shmlink-block", "shmlink-poll"}

// Cases returns all cases, those of one group next to each other.
func Cases() []bench.Case {
	return slices.Concat(streams(), messages(), lanes("roundtrip", elapsed), lanes("parked", total), oneways(), idles(), attached())
}

// one returns a case of one writer and so many other processes.
func one(j job, shape string, others int, c bench.Case, clock func([]report) time.Duration) bench.Case {
	c.Work, c.Shape, c.Peer = j.Work, shape, j.Peer
	c.Role = bench.Peer
	switch {
	case ofShmlink(j.Peer):
		c.Role = bench.Ours
	case slices.Contains(floors, j.Peer):
		c.Role = bench.Floor
	}
	c.New = func() (*bench.Subject, error) {
		g, err := start(j, others, c.Items, clock)
		if err != nil {
			return nil, err
		}
		s := g.subject()
		if ofShmlink(j.Peer) && (j.Work == "roundtrip" || j.Work == "parked" || j.Work == "stream" || j.Work == "message") {
			s.Counts = g.counts
		}
		return s, nil
	}
	return c
}

// floors are what the machine does without a hand-over, or with nothing but one.
var floors = []string{"words", "futex", "memcpy", "nothing", "lines", "pages"}

var batches = []struct {
	name  string
	bytes int
}{{"64B", 64}, {"1KiB", 1 << 10}, {"4KiB", 4 << 10}, {"64KiB", 64 << 10}}

// peers returns those that carry batches to so many readers. The bare words are
// for one reader that has a processor to itself.
func peers(readers int) []string {
	all := []string{"shmlink", "shmlink-copy", "unix", "seqpacket", "tcp", "pipe", "memcpy"}
	if readers == 1 {
		all = append(all, "words")
	}
	return all
}

func streams() (cases []bench.Case) {
	for _, readers := range []int{1, 2, 4, 8} {
		for _, b := range batches {
			for _, peer := range peers(readers) {
				cases = append(cases, stream("stream", fmt.Sprintf("batch=%s/readers=%d", b.name, readers), peer,
					b.bytes/itemBytes, readers, bench.Case{Items: b.bytes / itemBytes, Bytes: b.bytes}))
			}
		}
	}
	return cases
}

// messages are batches of 64 bytes, or of 16 of these, that are counted by 64.
func messages() (cases []bench.Case) {
	const message = 64
	for _, n := range []int{1, 16} {
		for _, peer := range peers(1) {
			cases = append(cases, stream("message", fmt.Sprintf("batch=%d/readers=1", n), peer,
				n*message/itemBytes, 1, bench.Case{Items: n, Bytes: n * message}))
		}
	}
	return cases
}

func stream(work, shape, peer string, batch, readers int, c bench.Case) bench.Case {
	others := readers
	if peer == "memcpy" {
		others = 0
	}
	return one(job{Work: work, Peer: peer, Batch: batch, Readers: readers}, shape, others, c, elapsed)
}

// places are where the two processes of a work about latency run: each on a
// processor of its own, or where the system puts them, as without a benchmark.
var places = []struct {
	name string
	any  bool
}{{"own", false}, {"any", true}}

func lanes(work string, clock func([]report) time.Duration) (cases []bench.Case) {
	all := []string{"shmlink-spin", "shmlink-block", "shmlink-poll", "unix", "seqpacket", "tcp", "pipe", "words", "futex"}
	if work == "parked" { // not for those who look until it comes
		all = []string{"shmlink-block", "shmlink-poll", "unix", "seqpacket", "tcp", "pipe", "futex"}
	}
	for _, place := range places {
		for _, peer := range all {
			cases = append(cases, one(job{Work: work, Peer: peer, Readers: 1, Anywhere: place.any}, "items=1/cores="+place.name, 1,
				bench.Case{Items: 1, Unit: bench.Nanoseconds}, clock))
		}
	}
	return cases
}

func oneways() (cases []bench.Case) {
	for _, work := range []string{"oneway-p50", "oneway-p99"} {
		for _, place := range places {
			for _, peer := range []string{"shmlink-spin", "shmlink-block", "shmlink-poll", "unix", "seqpacket", "tcp", "pipe", "words"} {
				cases = append(cases, one(job{Work: work, Peer: peer, Batch: chunk, Readers: 1, Anywhere: place.any}, "chunk=256/cores="+place.name, 1,
					bench.Case{Items: 1, Unit: bench.Nanoseconds}, total))
			}
		}
	}
	return cases
}

func idles() (cases []bench.Case) {
	for _, peer := range []string{"shmlink-block", "shmlink-poll", "shmlink-spin", "unix", "pipe", "nothing"} {
		cases = append(cases, one(job{Work: "idle", Peer: peer, Readers: 8}, "readers=8", 8, bench.Case{Items: 1, Unit: bench.Percent}, total))
	}
	return cases
}

func attached() (cases []bench.Case) {
	for _, readers := range []int{0, 1, 8, 64} {
		for _, peer := range []string{"shmlink", "pages", "lines"} {
			others := 0
			if peer == "shmlink" && readers > 0 {
				others = 1
			}
			c := bench.Case{Items: 1, Unit: bench.Nanoseconds, Alone: true}
			cases = append(cases, one(job{Work: "attached", Peer: peer, Readers: readers}, fmt.Sprintf("readers=%d", readers), others, c, writers))
		}
	}
	return cases
}
