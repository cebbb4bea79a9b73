package shmlink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// limitRoles are those of processes that have little.
var limitRoles = map[string]func(o orders) error{
	"few files": fewFilesRole, "few files host": fewFilesHostRole, "little memory": littleMemoryRole,
}

// limited runs f with at most n descriptors more than the lowest that is free.
func limited(n int, f func() error) error {
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &was); err != nil {
		return err
	}
	free, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return err
	}
	_ = unix.Close(free)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(free + n), Max: was.Max}); err != nil {
		return err
	}
	err = f()
	return errors.Join(err, unix.Setrlimit(unix.RLIMIT_NOFILE, &was))
}

func openFiles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

// fewFilesRole creates and opens with one descriptor more each time, until it
// can.
func fewFilesRole(o orders) error {
	ctx := context.Background()
	ways := []func() (io.Closer, error){
		func() (io.Closer, error) { return Open[uint64](ctx, o.Name) },
		func() (io.Closer, error) { return Create[uint64](o.Name+"-2", 1) },
	}
	for way, try := range ways {
		c, err := try() // what is made once is made now
		if err != nil {
			return err
		}
		if err := c.Close(); err != nil {
			return err
		}
		before, failed := openFiles(), 0
		for n := 0; ; n++ {
			var c io.Closer
			var failure error
			if err := limited(n, func() error { c, failure = try(); return nil }); err != nil {
				return err
			}
			if failure == nil {
				if err := c.Close(); err != nil {
					return err
				}
				break
			}
			failed++
			if !errors.Is(failure, syscall.EMFILE) && !errors.Is(failure, shm.ErrTooManyFiles) {
				return fmt.Errorf("way %d with %d descriptors: %w", way, n, failure)
			}
			if after := openFiles(); after != before {
				return fmt.Errorf("way %d with %d descriptors: %d open before, %d after", way, n, before, after)
			}
		}
		tell(account{Items: uint64(failed)})
	}
	return nil
}

// fewFilesHostRole is a writer that may have few descriptors more when it is
// told a number, and many when it is told 255.
func fewFilesHostRole(o orders) error {
	w, err := Create[uint64](o.Name, 1)
	if err != nil {
		return err
	}
	tell(account{})
	b := make([]byte, 1)
	for {
		if _, err := os.Stdin.Read(b); err != nil {
			return w.Close()
		}
		err := limited(int(b[0]), func() error {
			tell(account{})
			_, err := os.Stdin.Read(b)
			return err
		})
		if err != nil {
			return err
		}
		tell(account{})
	}
}

func TestFewDescriptors(t *testing.T) {
	t.Run("Here", func(t *testing.T) {
		onStage(t, func(s *stage) {
			c := spawn(t, s.ctx, "few files", orders{Name: s.w.Name()})
			require.Greater(t, c.told(t).Items, uint64(3))
			require.Greater(t, c.told(t).Items, uint64(3))
			c.ended(t)
		})
	})
	t.Run("Host", func(t *testing.T) {
		folder(t)
		leavesNothing(t, func() {
			ctx := watchdog(t)
			c := spawn(t, ctx, "few files host", orders{Name: unused()})
			c.told(t)
			name := fmt.Sprint("one-", serial)
			say := func(b byte) {
				_, err := c.stdin.Write([]byte{b})
				require.NoError(t, err)
				c.told(t)
			}
			refused := 0
			for n := byte(0); ; n++ {
				say(n)
				short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
				r, err := Open[uint64](short, name)
				cancel()
				say(255)
				if err == nil {
					require.NoError(t, r.Close())
					break
				}
				if !errors.Is(err, context.DeadlineExceeded) { // it could not even hear
					require.ErrorContains(t, err, "too many open files")
				}
				refused++
				r, err = Open[uint64](ctx, name) // it recovers
				require.NoError(t, err)
				require.NoError(t, r.Close())
			}
			require.Greater(t, refused, 3)
			require.NoError(t, c.stdin.Close())
			c.ended(t)
		})
	})
}

// littleMemoryRole has no room in its address space for a ring, then has.
func littleMemoryRole(o orders) error {
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &was); err != nil {
		return err
	}
	var pages uint64
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	if _, err := fmt.Sscan(string(statm), &pages); err != nil {
		return err
	}
	before := openFiles()
	const room = 48 << 20
	if err := unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: pages*uint64(os.Getpagesize()) + room, Max: was.Max}); err != nil {
		return err
	}
	_, failure := Create[uint64](o.Name+"-2", room/8)
	_, refused := Open[uint64](context.Background(), o.Name)
	if err := unix.Setrlimit(unix.RLIMIT_AS, &was); err != nil {
		return err
	}
	for _, err := range []error{failure, refused} {
		if !errors.Is(err, syscall.ENOMEM) {
			return fmt.Errorf("without memory: %v", err)
		}
	}
	if after := openFiles(); after != before {
		return fmt.Errorf("%d descriptors before, %d after", before, after)
	}
	r, err := Open[uint64](context.Background(), o.Name)
	if err != nil {
		return err
	}
	return r.Close()
}

// TestLittleMemory has no address space left. (A full memory group ends the
// process that asks, so what the kernel refuses there cannot be had.)
func TestLittleMemory(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		w, err := Create[uint64](unused(), 48<<20/8)
		require.NoError(t, err)
		spawn(t, watchdog(t), "little memory", orders{Name: w.Name()}).ended(t)
		require.NoError(t, w.Close())
	})
}
