//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/atomics"
)

// readRole reads a stream to its end. It tells where it begins and what it has
// seen.
func readRole(o orders) error {
	ctx := context.Background()
	r, err := Open[uint64](ctx, o.Name, o.reader()...)
	if err != nil {
		return err
	}
	tell(account{First: r.Position(), PID: os.Getpid(), Epoch: r.Epoch()})
	most := fixed(1 << 30)
	if o.Most != 0 {
		most = upTo(rand.New(rand.NewPCG(o.Seed, 0)), o.Most)
	}
	a, err := read(ctx, r, fixed(max(o.Min, 1)), most)
	if err != nil {
		return fmt.Errorf("after %d items at %d: %w", a.Items, r.Position(), err)
	}
	tell(a)
	return r.Close()
}

// journal is where a writer notes what it is about to produce and what it has
// produced. It outlives the writer.
type journal struct{ intent, done atomics.Uint64 }

func openJournal(path string) (*journal, func(), error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	if err := f.Truncate(int64(dmb.Granularity())); err != nil {
		return nil, nil, err
	}
	b, err := dmb.Map[byte](f, 0, dmb.Granularity())
	if err != nil {
		return nil, nil, err
	}
	return journalIn(b.Slice(0, b.Cap())), func() { _ = b.Close() }, nil
}

// writeRole writes until it has written as much as it is to, or for ever. It
// tells when readers can come, and waits for a line before it begins.
func writeRole(o orders) error {
	j, done, err := openJournal(o.Journal)
	if err != nil {
		return err
	}
	defer done()
	w, err := Create[uint64](o.Name, o.Items)
	if err != nil {
		return err
	}
	tell(account{PID: os.Getpid(), Epoch: w.Epoch()})
	if _, err := io.ReadFull(os.Stdin, make([]byte, 1)); err != nil {
		return err
	}
	n := o.Limit
	if n == 0 {
		n = ^uint64(0)
	}
	most := upTo(rand.New(rand.NewPCG(o.Seed, 1)), max(o.Most, 1))
	note := func(before, after uint64) {
		j.done.Store(before)
		j.intent.Store(after)
	}
	if err := write(context.Background(), w, n, most, note); err != nil {
		return err
	}
	j.done.Store(w.Position())
	return w.Close()
}

// createRole takes a name, tells whether it could, and keeps it until its input
// ends.
func createRole(o orders) error {
	w, err := Create[uint64](o.Name, 1)
	if err != nil {
		tell(account{Err: err.Error()})
		return nil
	}
	tell(account{Epoch: w.Epoch()})
	_, _ = io.Copy(io.Discard, os.Stdin)
	return w.Close()
}
