//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
)

// item is the item at a position: none is like another.
func item(position uint64) uint64 { return position*0x9e3779b97f4a7c15 ^ 0x5bd1e995 }

// tagEvery is the distance of tags: each says where it is.
const tagEvery = 97

func tagAt(offset int, position uint64) metadata.Tag {
	return metadata.Tag{Offset: offset, Key: "position", Value: metadata.Uint64Value(position)}
}

// write produces n items with their tags, at most most of them at a time.
func write(ctx context.Context, w *Writer[uint64], n uint64, most func() int, note func(before, after uint64)) error {
	var tags []metadata.Tag
	for position := w.Position(); n > 0; {
		s, err := w.Slice(ctx, 1)
		if err == nil {
			err = ctx.Err() // a writer that nobody holds up does not look
		}
		if err != nil {
			return err
		}
		s = s[:min(len(s), most(), int(min(n, 1<<30)))]
		tags = tags[:0]
		for i := range s {
			p := position + uint64(i)
			if s[i] = item(p); p%tagEvery == 0 {
				tags = append(tags, tagAt(i, p))
			}
		}
		if note != nil {
			note(position, position+uint64(len(s)))
		}
		w.ProduceTags(len(s), tags...)
		position += uint64(len(s))
		n -= uint64(len(s))
	}
	return nil
}

// account is what a reader has seen, and how it ended.
type account struct {
	First, End         uint64 // positions
	Items, Lost, Tags  uint64
	Sum                uint64
	Err                string
	PID                int
	Epoch              uint64
	Evicted, Died, EOF bool
	Stats              seamless.ReaderStats
}

// read reads to the end and checks every item, and where nothing may be lost
// every tag at its item. Only what must not be is an error.
func read(ctx context.Context, r *Reader[uint64], min, most func() int) (a account, err error) {
	a = account{First: r.Position(), PID: os.Getpid(), Epoch: r.Epoch()}
	lossy := r.config.policy.IsDrop()
	var tags []metadata.Tag
	for position := a.First; ; {
		s, err := r.Slice(ctx, min())
		if err != nil {
			a.End, a.Err, a.Stats = r.Position(), err.Error(), r.Stats()
			a.EOF, a.Died, a.Evicted = err == io.EOF, errors.Is(err, ErrWriterDied), errors.Is(err, ErrEvicted)
			if a.EOF || a.Died || a.Evicted {
				err = nil
			}
			return a, err
		}
		if at := r.Position(); at != position && !lossy {
			return a, fmt.Errorf("at %d after %d", at, position)
		}
		position = r.Position()
		s = s[:max(1, minInt(len(s), most()))]
		tags = r.Tags(tags[:0])
		bad, sum := -1, uint64(0)
		for i, v := range s {
			if sum += v; v != item(position+uint64(i)) && bad < 0 {
				bad = i
			}
		}
		wrong := checkTags(tags, position, len(s), lossy)
		seen := uint64(len(s))
		position += seen
		if err := r.Consume(len(s)); err != nil {
			var over *seamless.OverrunError
			if !errors.As(err, &over) {
				return a, err
			}
			a.Lost += over.Lost
			seen -= uint64(over.Torn)
			if over.Torn != 0 {
				bad, wrong = -1, nil // it was told so
			}
		}
		a.Items += seen
		a.Sum += sum
		for _, tag := range tags {
			if tag.Offset < len(s) && tag.Key == "position" {
				a.Tags++
			}
		}
		if bad >= 0 {
			return a, fmt.Errorf("item %d of %d at %d is %#x", bad, len(s), position-uint64(len(s)), s[bad])
		}
		if wrong != nil {
			return a, wrong
		}
	}
}

// checkTags checks the tags of a slice, of which the first n items are looked at.
func checkTags(tags []metadata.Tag, position uint64, n int, lossy bool) error {
	next := (position + tagEvery - 1) / tagEvery * tagEvery
	for _, tag := range tags {
		p := position + uint64(tag.Offset)
		switch {
		case tag.Key == metadata.KeyOverflow && lossy:
			continue
		case tag.Key != "position" || tag.Value.Kind() != metadata.KindUint64 || tag.Value.Uint64() != p:
			return fmt.Errorf("tag %v at %d", tag, p)
		case p != next && !lossy:
			return fmt.Errorf("tag %v at %d, next is that of %d", tag, p, next)
		}
		next = p + tagEvery
	}
	if !lossy && next < position+uint64(n) {
		return fmt.Errorf("no tag at %d", next)
	}
	return nil
}

func minInt(a, b int) int { return min(a, b) }

func fixed(n int) func() int { return func() int { return n } }

// upTo returns numbers from 1 to n.
func upTo(rng *rand.Rand, n int) func() int { return func() int { return 1 + rng.IntN(n) } }

// span is the sum of items from <= p < to.
func span(from, to uint64) (sum uint64) {
	for p := from; p < to; p++ {
		sum += item(p)
	}
	return sum
}

// held is what this process holds of the system and of the runtime.
type held struct{ files, maps, goroutines int }

func (h held) String() string {
	return fmt.Sprintf("%d descriptors, %d mappings, %d goroutines", h.files, h.maps, h.goroutines)
}

// leavesNothing runs f, after which the process has no more than before, and
// the folder of sockets no file.
func leavesNothing(t *testing.T, f func()) {
	t.Helper()
	warm(t)
	before := holds(t)
	f()
	var after held
	more := func() bool { // goroutines that are about to end, memory that is garbage
		runtime.GC()
		runtime.GC()
		after = holds(t)
		return after.files > before.files || after.maps > before.maps || after.goroutines > before.goroutines
	}
	for end := time.Now().Add(10 * time.Second); more() && time.Now().Before(end); {
		runtime.Gosched()
	}
	if more() {
		stacks := make([]byte, 1<<20)
		t.Errorf("before: %v\nafter: %v\n%s", before, after, stacks[:runtime.Stack(stacks, true)])
	}
	require.Empty(t, leftovers(t), "files of sockets")
}

// warm has the runtime make what it makes once, such as its poller.
func warm(t *testing.T) {
	w, err := Create[uint64](unused(), 1)
	require.NoError(t, err)
	r, err := Open[uint64](t.Context(), w.Name())
	require.NoError(t, err)
	require.NoError(t, r.Close())
	require.NoError(t, w.Close())
}

// folder gives the test a folder for sockets of its own, with a short path.
func folder(t *testing.T) {
	dir, err := os.MkdirTemp("", "shmlink")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	t.Setenv(folderVariable, dir)
}

func leftovers(t testing.TB) (names []string) {
	entries, err := os.ReadDir(filepath.Join(os.Getenv(folderVariable), "seamless"))
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names
}

var serial int

// unused returns a name that no other test has.
func unused() string {
	serial++
	return fmt.Sprint("one-", serial)
}
