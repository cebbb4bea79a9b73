package rtltcp_test

import (
	"io"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// One of three clients takes nothing until the stream has ended. It gets, to
// the sample, what the server says it sent, with gaps where it says so; the
// others get everything.
func TestSlowClient(t *testing.T) {
	for _, path := range []struct {
		name string
		wrap func(net.Listener) net.Listener
	}{
		{"straight out of the ring", func(l net.Listener) net.Listener { return l }},
		{"staged", func(l net.Listener) net.Listener { return wrapped{l} }},
	} {
		t.Run(path.name, func(t *testing.T) { slowClient(t, path.wrap) })
	}
}

// wrapped is a listener whose connections do not show that they are sockets.
type wrapped struct{ net.Listener }

type halfCloser interface{ CloseWrite() error }

func (w wrapped) Accept() (net.Conn, error) {
	conn, err := w.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return struct {
		net.Conn
		halfCloser
	}{conn, conn.(halfCloser)}, nil
}

type gap struct {
	offset int
	lost   uint64
}

func slowClient(t *testing.T, wrap func(net.Listener) net.Listener) {
	noLeaks(t)
	var mu sync.Mutex
	gaps := map[string][]gap{}
	left := map[string]rtltcp.ClientStats{}
	w := newStream(t, 1<<15)
	l, err := rtltcp.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := serveOn(t, wrap(l), w,
		rtltcp.WithOverflow(func(to net.Addr, tag metadata.Tag) {
			mu.Lock()
			defer mu.Unlock()
			if tag.Key != metadata.KeyOverflow {
				t.Errorf("tag %v", tag)
			}
			gaps[to.String()] = append(gaps[to.String()], gap{tag.Offset, tag.Value.Uint64()})
		}),
		rtltcp.WithLeave(func(s rtltcp.ClientStats, err error) {
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			left[s.Addr.String()] = s
		}))
	addr := l.Addr().String()
	count(t, w, 12_345)
	fast, slow := []*net.TCPConn{connect(t, addr), connect(t, addr)}, connect(t, addr)
	_ = slow.SetReadBuffer(1 << 16) // the less the system holds, the more is dropped

	// The fast ones set the pace: all they have not got is in one batch.
	const batch, total = 4096, 4 << 20
	check := func(conn *net.TCPConn, from uint64, n int) {
		b := make([]byte, 2*n)
		if _, err := io.ReadFull(conn, b); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if v := from + uint64(i); b[2*i] != uint8(v) || b[2*i+1] != uint8(v>>8) {
				t.Fatalf("sample %d of a fast client is %v", v, b[2*i:2*i+2])
			}
		}
	}
	for range total / batch {
		from := w.Position()
		count(t, w, batch)
		for _, conn := range fast {
			check(conn, from, batch)
		}
	}
	if s := server.Stats(); s.Dropped == 0 {
		t.Errorf("nothing was dropped: %+v", s)
	}
	w.Close()
	for _, conn := range fast {
		if b, err := io.ReadAll(conn); len(b) != 0 || err != nil {
			t.Errorf("%d bytes more for a fast client, %v", len(b), err)
		}
		conn.Close()
	}
	// When all is on the way to it, it sends a command: that must not cost it
	// the rest.
	var b []byte
	for part := make([]byte, 1<<16); ; {
		clients := server.Stats().Clients
		if i := slices.IndexFunc(clients, func(c rtltcp.ClientStats) bool { return c.Addr.String() == slow.LocalAddr().String() }); i < 0 || clients[i].Pending == 0 {
			break
		}
		n, err := slow.Read(part)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, part[:n]...)
	}
	_, _ = slow.Write(rtltcp.Command{Op: rtltcp.Rate, Arg: 1}.Append(nil))
	rest, err := io.ReadAll(slow)
	if b = append(b, rest...); err != nil {
		t.Fatal(err)
	}
	slow.Close()
	eventually(t, "all have left", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(left) == 3
	})

	for _, conn := range fast {
		if s := left[conn.LocalAddr().String()]; s.Sent != total || s.Dropped+s.Torn != 0 || s.Pending != 0 || s.Joined != 12_345 {
			t.Errorf("fast: %+v", s)
		}
	}
	s := left[slow.LocalAddr().String()]
	if s.Sent+s.Dropped != total || s.Pending != 0 || uint64(len(b)) != 2*s.Sent {
		t.Errorf("%d samples produced, %d bytes came: %+v", total, len(b), s)
	}
	mine := gaps[slow.LocalAddr().String()]
	if len(gaps) != 1 || len(mine) == 0 {
		t.Fatalf("gaps of %d clients, %v", len(gaps), mine)
	}
	v, torn, dropped := uint64(12_345), uint64(0), uint64(0)
	for i := range len(b) / 2 {
		for len(mine) > 0 && mine[0].offset == i {
			v += mine[0].lost
			dropped += mine[0].lost
			mine = mine[1:]
		}
		if b[2*i] != uint8(v) || b[2*i+1] != uint8(v>>8) {
			torn++
		}
		v++
	}
	for _, g := range mine {
		v += g.lost
		dropped += g.lost
	}
	if v != 12_345+total || dropped != s.Dropped {
		t.Errorf("the gaps lead to %d of %d: %d dropped, counted %d", v, 12_345+total, dropped, s.Dropped)
	}
	if torn > s.Torn {
		t.Errorf("%d samples are wrong, %d counted as torn", torn, s.Torn)
	}
	t.Logf("sent %d, dropped %d in %d gaps, torn %d", s.Sent, s.Dropped, len(gaps[slow.LocalAddr().String()]), s.Torn)
	if all := server.Stats(); all.Sent != 2*total+s.Sent || all.Dropped != s.Dropped || all.Served != 3 || len(all.Clients) != 0 {
		t.Errorf("%+v", all)
	}
}
