//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/seed-ff569660/seamless/internal/streamtest"
	"github.com/seed-ff569660/seamless/shmlink"
)

// Sockets go where nobody else looks.
func TestMain(m *testing.M) {
	shmlink.RunChild()
	folder, err := os.MkdirTemp("", "shmlink")
	if err == nil {
		err = os.Setenv(shmlink.FolderVariable, folder)
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

var names atomic.Uint32

// unique returns a name that no other stream has.
func unique() string { return fmt.Sprint("stream-", names.Add(1)) }

// door is the front door of this package, both ends in one process.
func door[T comparable](item func(uint64) T, wait shmlink.Wait) streamtest.Door[T] {
	return streamtest.Door[T]{
		Item: item,
		New: func(c streamtest.Config) (streamtest.Writer[T], error) {
			opts := []shmlink.Option{shmlink.WithMaxSlice(c.MaxSlice)}
			if c.Readers != 0 {
				opts = append(opts, shmlink.WithMaxReaders(c.Readers))
			}
			if c.NeedReader {
				opts = append(opts, shmlink.NeedReader())
			}
			return shmlink.Create[T](unique(), c.MinItems, opts...)
		},
		Join: func(w streamtest.Writer[T], c streamtest.ReaderConfig) (streamtest.Reader[T], error) {
			opts := []shmlink.ReaderOption{shmlink.WithWait(wait)}
			if c.Lossy {
				opts = append(opts, shmlink.WithPolicy(shmlink.Drop()))
			}
			if c.Oldest {
				opts = append(opts, shmlink.FromOldest())
			}
			return shmlink.Open[T](context.Background(), w.(*shmlink.Writer[T]).Name(), opts...)
		},
		TooManyReaders: shmlink.ErrTooManyReaders,
		Apart:          true,
		Ended:          shmlink.ErrNoStream,
		Stalls:         true,
		NeedsReader:    true,
		Counts:         true,
		Selects:        wait == shmlink.Polling,
	}
}

func word(n uint64) uint64     { return n }
func twenty(n uint64) [5]int32 { return [5]int32{int32(n), -int32(n), int32(n >> 7), 1, int32(n)} }

func TestStream(t *testing.T) {
	t.Run("Blocking", func(t *testing.T) { streamtest.Run(t, door(word, shmlink.Blocking)) })
	t.Run("Polling", func(t *testing.T) { streamtest.Run(t, door(word, shmlink.Polling)) })
	t.Run("Spinning", func(t *testing.T) { streamtest.Run(t, door(word, shmlink.Spinning)) })
	t.Run("TwentyBytes", func(t *testing.T) { streamtest.Run(t, door(twenty, shmlink.Blocking)) })
}
