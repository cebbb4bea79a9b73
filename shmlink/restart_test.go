//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// look looks at a reader from other goroutines until the test has ended.
func look(r *Reader[uint64]) (stop func()) {
	done := make(chan struct{})
	var looking sync.WaitGroup
	for range 2 {
		looking.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					_, _ = r.Position(), r.Epoch()
					_, _ = r.Silence()
					_ = r.Stats()
				}
			}
		})
	}
	return func() { close(done); looking.Wait() }
}

// TestReconnect kills a writer and starts it again, some times: one reader goes
// on through all of them and knows what it has missed.
func TestReconnect(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		ctx := watchdog(t)
		var gaps []Gap
		o := orders{Name: unused(), Items: 1 << 12, Most: 500, Journal: filepath.Join(t.TempDir(), "journal")}
		c := spawn(t, ctx, "write", o)
		epoch := c.told(t).Epoch
		r, err := Open[uint64](ctx, o.Name, WithReconnect(func(g Gap) { gaps = append(gaps, g) }))
		require.NoError(t, err)
		require.Equal(t, epoch, r.Epoch())
		stop := look(r)
		for life := range 5 {
			_, err = c.stdin.Write([]byte{1})
			require.NoError(t, err)
			last := uint64(0)
			for range 20 {
				s, err := r.Slice(ctx, 1)
				require.NoError(t, err)
				for i, v := range s {
					require.Equal(t, item(r.Position()+uint64(i)), v)
				}
				require.NoError(t, r.Consume(len(s)))
				last = r.Position()
			}
			c.kill()
			if life == 4 {
				break
			}
			for { // what is left, and then a wait that ends in vain
				ended, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
				var s []uint64
				s, err = r.Slice(ended, 1)
				cancel()
				if err != nil {
					require.ErrorIs(t, err, context.DeadlineExceeded)
					if _, err = r.TrySlice(); err != nil {
						break
					}
					continue // it is not known to be dead yet
				}
				require.Equal(t, item(r.Position()), s[0])
				require.NoError(t, r.Consume(len(s)))
				require.GreaterOrEqual(t, r.Position(), last)
			}
			require.ErrorIs(t, err, ErrWriterDied)
			require.Len(t, gaps, life)
			c = spawn(t, ctx, "write", o)
			next := c.told(t).Epoch
			waited := make(chan error, 1)
			go func() { _, err := r.Slice(ctx, 1); waited <- err }()
			_, err = c.stdin.Write([]byte{1})
			require.NoError(t, err)
			require.NoError(t, <-waited)
			require.Len(t, gaps, life+1)
			require.Equal(t, Gap{Lost: r.Position(), OldEpoch: epoch, NewEpoch: next}, gaps[life])
			require.Greater(t, next, epoch)
			require.Equal(t, next, r.Epoch())
			epoch = next
		}
		stop()
		ended, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
		for err = nil; err == nil; {
			var s []uint64
			if s, err = r.Slice(ended, 1); err == nil {
				err = r.Consume(len(s))
			}
		}
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, _ = r.Stats(), r.Position() // of what is gone
		require.NoError(t, r.Close())
		_, err = r.Slice(ctx, 1)
		require.Error(t, err)
		w, err := Create[uint64](o.Name, 1) // over the leftovers
		require.NoError(t, err)
		require.NoError(t, w.Close())
	})
}

// TestStartersAtOnce has processes take one name at once, over the leftovers of
// a dead one. One of them gets it.
func TestStartersAtOnce(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		ctx := watchdog(t)
		o := orders{Name: unused()}
		dead := spawn(t, ctx, "create", o)
		require.NotZero(t, dead.told(t).Epoch)
		dead.kill()
		require.Len(t, leftovers(t), 2, "a socket and its lock")

		starters := make([]*child, 5)
		for i := range starters {
			starters[i] = spawn(t, ctx, "create", o)
		}
		var live []uint64
		for _, c := range starters {
			if a := c.told(t); a.Err == "" {
				live = append(live, a.Epoch)
			} else {
				require.Contains(t, a.Err, ErrInUse.Error())
			}
		}
		require.Len(t, live, 1)
		info, err := Inspect(ctx, o.Name)
		require.NoError(t, err)
		require.Equal(t, live[0], info.Epoch)
		_, err = Create[uint64](o.Name, 1)
		require.ErrorIs(t, err, ErrInUse)
		for _, c := range starters {
			require.NoError(t, c.stdin.Close())
			c.ended(t)
		}
	})
}

// TestNoReaderTidiesUp kills writers that have no reader; who comes next finds
// no stream, and then there is nothing left of it.
func TestNoReaderTidiesUp(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		ctx := watchdog(t)
		for what, look := range map[string]func(name string){
			"Open":    func(name string) { _, err := Open[uint64](ctx, name); require.ErrorIs(t, err, ErrNoStream) },
			"Inspect": func(name string) { _, err := Inspect(ctx, name); require.ErrorIs(t, err, ErrNoStream) },
			"List": func(string) {
				names, err := List()
				require.NoError(t, err)
				require.Empty(t, names)
			},
			"Create": func(string) { // of any name
				w, err := Create[uint64](unused(), 1)
				require.NoError(t, err)
				require.NoError(t, w.Close())
			},
		} {
			o := orders{Name: unused()}
			dead := spawn(t, ctx, "create", o)
			require.NotZero(t, dead.told(t).Epoch)
			dead.kill()
			require.Equal(t, []string{o.Name + ".lock", o.Name + ".sock"}, leftovers(t), what)
			look(o.Name)
			require.Empty(t, leftovers(t), what)
		}
	})
}

// TestStaleSocket finds files where no host is.
func TestStaleSocket(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		name := unused()
		for _, suffix := range []string{".sock", ".lock"} {
			require.NoError(t, os.WriteFile(filepath.Join(os.Getenv(folderVariable), "seamless", name+suffix), nil, 0o600))
		}
		_, err := Open[uint64](t.Context(), name)
		require.ErrorIs(t, err, ErrNoStream)
		w, err := Create[uint64](name, 1)
		require.NoError(t, err)
		r, err := Open[uint64](t.Context(), name)
		require.NoError(t, err)
		require.NoError(t, errors.Join(r.Close(), w.Close()))
	})
}
