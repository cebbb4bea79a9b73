package shm

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"
)

func TestMessagesStayWhole(t *testing.T) {
	host, guest := conns(t)
	messages := [][]byte{{0}, []byte("hello"), bytes.Repeat([]byte{7}, 60_000)}
	sent := make(chan error, len(messages))
	go func() {
		for _, m := range messages {
			sent <- host.Send(m)
		}
	}()
	buf := make([]byte, 60_000)
	for _, m := range messages {
		n, files, err := guest.Receive(buf, 3)
		require.NoError(t, err)
		require.Equal(t, m, buf[:n])
		require.Empty(t, files)
		require.NoError(t, <-sent)
	}
}

// What a guest gets it has alone: the host may close what it sent.
func TestHandlesArrive(t *testing.T) {
	host, guest := conns(t)
	s, _ := sealed(t, Data)
	before := holds(t, "")
	for _, n := range []int{0, 1, 3, 200} {
		sent := make([]*os.File, n)
		for i := range sent {
			sent[i] = s.File()
		}
		require.NoError(t, host.Send([]byte("x"), sent...))
		_, files, err := guest.Receive(make([]byte, 1), n)
		require.NoError(t, err)
		require.Len(t, files, n)
		for _, f := range files {
			opened, err := Open(f, 2*page, Data)
			require.NoError(t, err)
			require.NoError(t, opened.Close())
		}
	}
	require.Equal(t, before, holds(t, ""))
	require.ErrorIs(t, guest.Send([]byte("x"), s.File()), ErrUnsupported, "they go from a host to its guest only")
}

// raw sends a message as it is.
func raw(t *testing.T, c *Conn, b []byte) {
	t.Helper()
	_, err := c.c.f.Write(b)
	require.NoError(t, err)
}

// A guest that names handles of the host's makes it close none of them.
func TestHostTakesNoHandles(t *testing.T) {
	host, guest := conns(t)
	s, _ := sealed(t, Data)
	own := uint64(s.File().Fd())
	for _, expected := range []int{0, 1} {
		b := frame.AppendUint32(frame.AppendUint32(nil, 1), 1)
		raw(t, guest, append(frame.AppendUint64(b, own), 'x'))
		_, files, err := host.Receive(make([]byte, 8), expected)
		require.ErrorIs(t, err, ErrTooManyFiles)
		require.Empty(t, files)
	}
	_, err := s.Map(0, page, false)
	require.NoError(t, err)
}

func TestRefusedMessages(t *testing.T) {
	host, guest := conns(t)
	s, _ := sealed(t, Data)
	head := func(size, count uint32, more int) []byte {
		return append(frame.AppendUint32(frame.AppendUint32(nil, size), count), make([]byte, more)...)
	}
	buf := make([]byte, 8)
	for name, c := range map[string]struct {
		msg []byte
		err error
	}{
		"empty":        {head(0, 0, 0), io.EOF},
		"two handles":  {head(3, 2, 19), ErrTooManyFiles},
		"many handles": {head(0, 10_000, 80_000), ErrTooManyFiles},
		"long":         {head(9, 0, 9), ErrTruncated},
		"very long":    {head(30_000, 0, 30_000), ErrTruncated},
	} {
		t.Run(name, func(t *testing.T) {
			sent := make(chan error, 1)
			go func() { _, err := guest.c.f.Write(c.msg); sent <- err }()
			n, files, err := host.Receive(buf, 2)
			require.ErrorIs(t, err, c.err)
			require.Zero(t, n)
			require.Empty(t, files)
			require.NoError(t, <-sent)
		})
	}
	require.NoError(t, guest.Send([]byte("as good")))
	n, _, err := host.Receive(buf, 0)
	require.NoError(t, err)
	require.Equal(t, 7, n)

	before := holds(t, "")
	for expected, want := range map[int]error{2: ErrTruncated, 1: ErrTooManyFiles, 0: ErrTooManyFiles} {
		require.NoError(t, host.Send(make([]byte, 100), s.File(), s.File()))
		_, files, err := guest.Receive(buf, expected)
		require.ErrorIs(t, err, want)
		require.Empty(t, files)
	}
	require.Equal(t, before, holds(t, ""), "what came with it is closed")
}

// A message that comes in pieces, between which who waits for it has given up, is
// whole; one whose end never comes is an end.
func TestMessagesInPieces(t *testing.T) {
	host, guest := conns(t)
	b := append(frame.AppendUint32(frame.AppendUint32(nil, 5), 0), "hello"...)
	buf := make([]byte, 10)
	for i := range b {
		raw(t, guest, b[i:i+1])
		if i < len(b)-1 {
			require.NoError(t, host.SetReadDeadline(time.Now().Add(5*time.Millisecond)))
			_, _, err := host.Receive(buf, 0)
			require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		}
	}
	require.NoError(t, host.SetReadDeadline(time.Time{}))
	n, _, err := host.Receive(buf, 0)
	require.NoError(t, err)
	require.Equal(t, "hello", string(buf[:n]))
	raw(t, guest, b[:10])
	require.NoError(t, guest.Close())
	_, _, err = host.Receive(buf, 0)
	require.Equal(t, io.EOF, err)
}

func TestHangUp(t *testing.T) {
	host, guest := conns(t)
	result := make(chan error)
	receive := func(c *Conn) { _, _, err := c.Receive(make([]byte, 10), 0); result <- err }
	go receive(host)
	require.NoError(t, guest.Close())
	require.Equal(t, io.EOF, <-result)
	err := host.Send([]byte("x"))
	require.ErrorIs(t, err, syscall.EPIPE)
	require.True(t, HungUp(err) && HungUp(io.EOF) && !HungUp(net.ErrClosed) && !HungUp(nil))

	host, guest = conns(t)
	require.NoError(t, guest.Send([]byte("never read")))
	require.NoError(t, host.Send([]byte("last words")))
	require.NoError(t, host.Close())
	n, _, err := guest.Receive(make([]byte, 10), 0)
	require.NoError(t, err)
	require.Equal(t, 10, n)
	go receive(guest)
	require.Equal(t, io.EOF, <-result)

	host, _ = conns(t)
	go receive(host)
	require.NoError(t, host.Close())
	require.ErrorIs(t, <-result, net.ErrClosed)
	require.NoError(t, host.Close(), "twice")
}

func TestDeadlines(t *testing.T) {
	host, guest := conns(t)
	require.NoError(t, host.SetDeadline(time.Unix(1, 0)))
	_, _, err := host.Receive(make([]byte, 1), 0)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.ErrorIs(t, host.Send([]byte("x")), os.ErrDeadlineExceeded)
	require.NoError(t, host.SetDeadline(time.Time{}))
	require.ErrorContains(t, host.Send([]byte("x")), "after a message that was cut off")
	require.NoError(t, guest.Send([]byte("x")))
	_, _, err = host.Receive(make([]byte, 1), 0)
	require.NoError(t, err)

	// A peer that reads nothing holds up Send until its deadline.
	require.NoError(t, guest.SetWriteDeadline(time.Now().Add(20*time.Millisecond)))
	for err = nil; err == nil; {
		err = guest.Send(make([]byte, 4096))
	}
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
}

// A message that does not reach the guest leaves no handle in its process.
func TestUnsentHandlesAreTakenBack(t *testing.T) {
	host, _ := conns(t)
	s, _ := sealed(t, Data)
	before := holds(t, "")
	require.NoError(t, host.SetDeadline(time.Unix(1, 0)))
	require.ErrorIs(t, host.Send([]byte("x"), s.File(), s.File()), os.ErrDeadlineExceeded)
	require.Equal(t, before, holds(t, ""))
}

func TestPeer(t *testing.T) {
	host, guest := conns(t)
	for _, c := range []*Conn{host, guest} {
		peer, err := c.Peer()
		require.NoError(t, err)
		require.Equal(t, Cred{PID: os.Getpid(), UID: -1, GID: -1}, peer)
	}
}

func TestNamesRefused(t *testing.T) {
	for name, want := range map[string]error{
		"con": ErrBadName, "a:b": ErrBadName, "a*": ErrBadName, "nul.txt": ErrBadName, "a\tb": ErrBadName,
		"@a": ErrUnsupported, strings.Repeat("n", 300): ErrNameTooLong,
	} {
		_, err := Listen(name)
		require.ErrorIs(t, err, want, name)
	}
}

func TestOpenDoorbellRefuses(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	memory, _ := sealed(t, Data)
	name, err := windows.UTF16PtrFromString(pipes + doorName())
	require.NoError(t, err)
	m, err := windows.CreateNamedPipe(name, windows.PIPE_ACCESS_DUPLEX|windows.FILE_FLAG_OVERLAPPED, windows.PIPE_TYPE_MESSAGE, 1, 64, 64, 0, nil)
	require.NoError(t, err)
	packets := os.NewFile(uintptr(m), "messages")
	defer packets.Close()
	event, err := windows.CreateEvent(nil, 0, 0, nil)
	require.NoError(t, err)
	signal := os.NewFile(uintptr(event), "event")
	defer signal.Close()
	_, path := pipeName()
	h, err := createPipe(path, true, 1, 64)
	require.NoError(t, err)
	defer windows.CloseHandle(h)
	waits, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer waits.Close()
	for name, f := range map[string]*os.File{
		"memory": memory.File(), "messages": packets, "an event": signal, "a pipe on which calls wait": waits,
	} {
		_, err := OpenDoorbell(f)
		require.ErrorIs(t, err, ErrNotDoorbell, name)
	}
}

// A far end that never looks does not block who rings.
func TestDoorbellWithoutRoom(t *testing.T) {
	near, far := doorbells(t)
	for range 1000 {
		near.Notify()
	}
	require.NoError(t, far.Wait(t.Context()))
	near.Notify()
	require.NoError(t, far.Wait(t.Context()))
}

func TestLinksLeakNothing(t *testing.T) {
	link := func() {
		name := doorName()
		l, err := Listen(name)
		require.NoError(t, err)
		guest, err := Dial(t.Context(), name)
		require.NoError(t, err)
		host, err := l.Accept()
		require.NoError(t, err)
		s, err := Create("x", page)
		require.NoError(t, err)
		require.NoError(t, s.Seal(Control))
		near, f, err := NewDoorbell()
		require.NoError(t, err)
		require.NoError(t, host.Send([]byte("x"), s.File(), f))
		_, files, err := guest.Receive(make([]byte, 1), 2)
		require.NoError(t, err)
		theirs, err := Open(files[0], page, Control)
		require.NoError(t, err)
		far, err := OpenDoorbell(files[1])
		require.NoError(t, err)
		require.NoError(t, errors.Join(near.Close(), f.Close(), far.Close(), s.Close(), theirs.Close(), guest.Close(), host.Close(), l.Close()))
	}
	leaksNothing(t, "", link)
	events := func() (n int) {
		all, err := system()
		require.NoError(t, err)
		for _, e := range all {
			if e.process == uintptr(os.Getpid()) {
				n++
			}
		}
		return n
	}
	const times = 100
	before := events()
	for range times {
		link()
	}
	require.Less(t, events()-before, times, "not one for each, be it what it may")
}
