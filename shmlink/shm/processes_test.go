//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shm

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/notifier"
)

// table is what host and guest share in these tests, in a control segment.
type table struct {
	host  atomics.Uint32 // bell the host waits for
	_     [124]byte
	guest atomics.Uint32
	_     [124]byte
	ping  atomics.Uint64 // the host's
	_     [120]byte
	pong  atomics.Uint64 // the guest's

	holders atomics.Uint32 // of a name, now
}

// pair is one end of a link between the test and its child.
type pair struct {
	*table
	door         *Listener // the host's
	conn         *Conn
	doorbell     *Doorbell
	near, far    notifier.Notifier // the one waited for, and the one rung
	ours, theirs *atomics.Uint64
}

const nameVariable = "SHM_TEST_NAME"

// host begins to listen, starts the child and links both.
func host(t testing.TB, start func(env ...string)) *pair {
	t.Helper()
	name := doorName()
	door, err := Listen(name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, door.Close()) })
	start(nameVariable + "=" + name)
	require.NoError(t, door.SetDeadline(time.Now().Add(time.Minute))) // reached in failure only
	conn, err := door.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })

	s, err := Create("table", page)
	require.NoError(t, err)
	defer s.Close()
	r, err := s.Map(0, page, true)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	require.NoError(t, s.Seal(Control))
	d, far, err := NewDoorbell()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	require.NoError(t, conn.Send([]byte("table, doorbell"), s.File(), far))
	require.NoError(t, far.Close())
	p := &pair{table: At[table](r, 0), door: door, conn: conn, doorbell: d}
	p.ours, p.theirs = &p.ping, &p.pong
	return p
}

// guest links the child to the test that started it.
func guest() *pair {
	conn, err := Dial(context.Background(), os.Getenv(nameVariable))
	must(err)
	_, files, err := conn.Receive(make([]byte, 100), 2)
	must(err)
	s, err := Open(files[0], page, Control)
	must(err)
	r, err := s.Map(0, page, true)
	must(err)
	d, err := OpenDoorbell(files[1])
	must(err)
	p := &pair{table: At[table](r, 0), conn: conn, doorbell: d}
	p.ours, p.theirs = &p.pong, &p.ping
	return p
}

// by has the pair wake through bells or doorbells.
func (p *pair) by(way string) *pair {
	p.near, p.far = p.doorbell, p.doorbell
	if strings.HasPrefix(way, "bell") {
		p.near, p.far = NewBell(&p.host), NewBell(&p.guest)
		if p.door == nil {
			p.near, p.far = p.far, p.near
		}
		p.near.(*Bell).spin.off = way == "bell asleep"
	}
	return p
}

// wait returns when the other end has counted to n.
func (p *pair) wait(ctx context.Context, n uint64) error {
	for p.theirs.Load() < n {
		if err := p.near.Wait(ctx); err != nil {
			return fmt.Errorf("waiting for %d at %d: %w", n, p.theirs.Load(), err)
		}
	}
	return nil
}

// count tells the other end n.
func (p *pair) count(n uint64) {
	p.ours.Store(n)
	p.far.Notify()
}

// TestProcessesWakeEachOther counts back and forth. One wake lost, and both
// sleep for good.
func TestProcessesWakeEachOther(t *testing.T) {
	rounds := uint64(20_000)
	if testing.Short() {
		rounds = 2_000
	}
	ctx := context.Background()
	for _, way := range []string{"bell", "doorbell"} {
		if way == "bell" && !HasFutex {
			continue
		}
		t.Run(way, func(t *testing.T) {
			if isChild(t) {
				for p, n := guest().by(way), uint64(1); n <= rounds; n++ {
					must(p.wait(ctx, n))
					p.count(n)
				}
				os.Exit(0)
			}
			var other *process
			p := host(t, func(env ...string) { other = child(t, env...) }).by(way)
			for n := uint64(1); n <= rounds; n++ {
				p.count(n)
				require.NoError(t, p.wait(t.Context(), n))
			}
			other.ended(t)
		})
	}
}

// TestPeerIsKilled: whoever waits for it is told at once.
func TestPeerIsKilled(t *testing.T) {
	if isChild(t) {
		p := guest().by("doorbell")
		p.count(1)
		select {}
	}
	var other *process
	p := host(t, func(env ...string) { other = child(t, env...) }).by("doorbell")
	require.NoError(t, p.wait(t.Context(), 1))
	peer, err := p.conn.Peer()
	require.NoError(t, err)
	if runtime.GOOS != "freebsd" && runtime.GOOS != "dragonfly" { // where it is not told
		require.Equal(t, other.cmd.Process.Pid, peer.PID)
	}
	require.Equal(t, []int{os.Getuid(), os.Getgid()}, []int{peer.UID, peer.GID})
	start, err := ProcessStart(peer.PID)
	toldStart := runtime.GOOS == "linux" || runtime.GOOS == "windows"
	if !toldStart {
		require.ErrorIs(t, err, ErrUnsupported)
	} else {
		require.NoError(t, err)
		require.NotZero(t, start)
	}

	hungUp := make(chan error)
	go func() {
		_, _, err := p.conn.Receive(make([]byte, 10), 0)
		hungUp <- err
	}()
	rung := make(chan error)
	go func() {
		err := error(nil)
		for err == nil { // its ring may still be there
			err = p.doorbell.Wait(t.Context())
		}
		rung <- err
	}()
	other.killed(t)
	require.EqualError(t, <-hungUp, "EOF")
	require.EqualError(t, <-rung, "EOF")
	if toldStart {
		_, err = ProcessStart(peer.PID)
		require.ErrorIs(t, err, os.ErrNotExist)
	}
}
