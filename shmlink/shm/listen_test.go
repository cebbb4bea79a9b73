//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// entries returns the names of the files in the folder for sockets.
func entries(t *testing.T) (names []string) {
	t.Helper()
	folder, err := Folder()
	require.NoError(t, err)
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

func TestListenHoldsTheName(t *testing.T) {
	run := runtimeFolder(t)
	for _, name := range []string{"radio", "@shm-test-radio"} {
		if strings.HasPrefix(name, abstract) && canBeAbstract() != nil {
			_, err := Listen(name)
			require.ErrorIs(t, err, ErrUnsupported)
			continue
		}
		t.Run(name, func(t *testing.T) {
			_, err := Dial(t.Context(), name)
			require.ErrorIs(t, err, ErrNoHost)
			require.ErrorContains(t, err, fmt.Sprintf("shm: dial %q", name))
			l, err := Listen(name)
			require.NoError(t, err)
			_, err = Listen(name)
			require.ErrorIs(t, err, ErrInUse)
			require.ErrorContains(t, err, fmt.Sprintf("shm: listen as %q", name))
			c, err := Dial(t.Context(), name)
			require.NoError(t, err)
			host, err := l.Accept()
			require.NoError(t, err)
			require.NoError(t, errors.Join(c.Close(), host.Close()))
			if name == "radio" {
				require.Equal(t, []string{"radio.lock", "radio.sock"}, entries(t))
				for _, file := range entries(t) {
					info, err := os.Stat(filepath.Join(run, "seamless", file))
					require.NoError(t, err)
					if runtime.GOOS != "windows" { // its folder is its user's alone
						require.EqualValues(t, 0o600, info.Mode().Perm(), file)
					}
				}
			}

			accepted := make(chan error)
			go func() { _, err := l.Accept(); accepted <- err }()
			require.NoError(t, l.Close())
			require.ErrorIs(t, <-accepted, net.ErrClosed)
			require.NoError(t, l.Close(), "twice")
			require.Empty(t, entries(t))
			_, err = Dial(t.Context(), name)
			require.ErrorIs(t, err, ErrNoHost)
			l, err = Listen(name)
			require.NoError(t, err)
			require.NoError(t, l.SetDeadline(time.Unix(1, 0)))
			_, err = l.Accept()
			require.ErrorIs(t, err, os.ErrDeadlineExceeded)
			require.NoError(t, l.Close())
		})
	}
}

// TestKilledHost: the kernel unlocks the name, and the next host replaces what
// the dead one left.
func TestKilledHost(t *testing.T) {
	if isChild(t) {
		l, err := Listen("radio")
		must(err)
		defer l.Close() // what nobody has any more is garbage, and gives the name back
		ready, err := Dial(context.Background(), "ready")
		must(err)
		defer ready.Close()
		runtime.GC()
		must(ready.Send([]byte("ready")))
		select {}
	}
	runtimeFolder(t)
	ready, err := Listen("ready")
	require.NoError(t, err)
	defer ready.Close()
	require.NoError(t, ready.SetDeadline(time.Now().Add(time.Minute))) // reached in failure only
	for round := range 4 {
		other := child(t)
		c, err := ready.Accept()
		require.NoError(t, err)
		_, _, err = c.Receive(make([]byte, 10), 0)
		require.NoError(t, err)
		names, err := List()
		require.NoError(t, err)
		require.Equal(t, []string{"radio", "ready"}, names)
		_, err = Listen("radio")
		require.ErrorIs(t, err, ErrInUse)

		other.killed(t)
		_, _, err = c.Receive(make([]byte, 10), 0)
		require.Equal(t, io.EOF, err)
		require.NoError(t, c.Close())
		left := []string{"radio.lock", "radio.sock", "ready.lock", "ready.sock"}
		require.Equal(t, left, entries(t), "left behind")
		switch round { // who tidies up
		case 0:
			names, err = List()
			require.NoError(t, err)
			require.Equal(t, []string{"ready"}, names)
		case 1:
			_, err = Dial(t.Context(), "radio")
			require.ErrorIs(t, err, ErrNoHost)
		case 2:
			Sweep("radio", 0)
		case 3: // the next host, below
			continue
		}
		require.Equal(t, []string{"ready.lock", "ready.sock"}, entries(t), round)
	}
	l, err := Listen("other")
	require.NoError(t, err)
	require.Equal(t, []string{"other.lock", "other.sock", "ready.lock", "ready.sock"}, entries(t), "the next host tidies up")
	require.NoError(t, l.Close())
	l, err = Listen("radio")
	require.NoError(t, err)
	conn, err := Dial(t.Context(), "radio")
	require.NoError(t, err)
	require.NoError(t, errors.Join(conn.Close(), l.Close()))
	require.Equal(t, []string{"ready.lock", "ready.sock"}, entries(t))
}

// starts takes the name and gives it back, many times, against others who do.
// While it holds the name nobody else does, and guests reach it and no other.
func starts(name string, rounds int, holders *atomics.Uint32) error {
	ctx := context.Background()
	for range rounds {
		l, err := Listen(name)
		if errors.Is(err, ErrInUse) {
			continue
		}
		if err != nil {
			return err
		}
		if n := holders.Add(1); n != 1 {
			return fmt.Errorf("%d hold %s", n, name)
		}
		c, err := Dial(ctx, name)
		if err != nil {
			return fmt.Errorf("while it is held: %w", err)
		}
		if _, err := List(); err != nil {
			return err
		}
		holders.Add(^uint32(0))
		if err := errors.Join(c.Close(), l.Close()); err != nil {
			return err
		}
	}
	return nil
}

func TestManyStarters(t *testing.T) {
	rounds := 300
	if testing.Short() {
		rounds = 30
	}
	if isChild(t) {
		p := guest()
		must(starts("radio", rounds, &p.table.holders))
		os.Exit(0)
	}
	runtimeFolder(t)
	var others []*process
	var p *pair
	for range 3 { // their doors have files of their own, maybe
		next := host(t, func(env ...string) { others = append(others, child(t, env...)) })
		if p == nil {
			p = next
		}
	}
	// In one process the locks of two open files exclude each other as well.
	var holders atomics.Uint32
	var starters, sweepers sync.WaitGroup
	for range 3 {
		starters.Go(func() {
			if err := starts("local", rounds, &holders); err != nil {
				t.Error(err)
			}
		})
	}
	var done atomics.Uint32
	for range 2 { // they take nothing from anybody
		sweepers.Go(func() {
			for done.Load() == 0 {
				Sweep("local", 0)
				Sweep("radio", 0)
			}
		})
	}
	starters.Wait()
	for _, other := range others {
		other.ended(t)
	}
	done.Store(1)
	sweepers.Wait()
	for _, name := range entries(t) {
		require.Regexp(t, `^test-[0-9-]+\.(lock|sock)$`, name, "a door")
	}
}

func TestThousandConnections(t *testing.T) {
	runtimeFolder(t)
	l, err := Listen("radio")
	require.NoError(t, err)
	defer l.Close()
	before := holds(t, "")
	const n = 1000
	var guests sync.WaitGroup
	release := make(chan struct{})
	for range 10 {
		guests.Go(func() {
			var all []*Conn
			for range n / 10 {
				c, err := Dial(t.Context(), "radio")
				if err != nil {
					t.Error(err)
					return
				}
				all = append(all, c)
				if err := c.Send([]byte("hello")); err != nil {
					t.Error(err)
				}
			}
			<-release
			for _, c := range all {
				if err := c.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	buf := make([]byte, 10)
	var all []*Conn
	for range n {
		c, err := l.Accept()
		require.NoError(t, err)
		got, _, err := c.Receive(buf, 0)
		require.NoError(t, err)
		require.Equal(t, "hello", string(buf[:got]))
		all = append(all, c)
	}
	require.GreaterOrEqual(t, holds(t, "").files, 2*n)
	close(release)
	guests.Wait()
	for _, c := range all {
		_, _, err := c.Receive(buf, 0)
		require.Equal(t, io.EOF, err)
		require.NoError(t, c.Close())
	}
	require.Equal(t, before, holds(t, ""))
}
