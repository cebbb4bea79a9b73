package rtltcp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// connect connects without a word and reads the greeting.
func connect(t testing.TB, addr string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	b := make([]byte, len(greeting))
	if _, err := io.ReadFull(conn, b); err != nil || string(b) != greeting {
		t.Fatalf("greeting %q, %v", b, err)
	}
	return conn.(*net.TCPConn)
}

// count produces n samples that count on from the position, mod 65536.
func count(t testing.TB, w *circular.Writer[[2]uint8], n int) {
	t.Helper()
	for n > 0 {
		s, err := w.Slice(context.Background(), 1)
		if err != nil {
			t.Fatal(err)
		}
		s = s[:min(n, len(s))]
		for i := range s {
			v := w.Position() + uint64(i)
			s[i] = [2]uint8{uint8(v), uint8(v >> 8)}
		}
		w.Produce(len(s))
		n -= len(s)
	}
}

func TestGreetingIsTwelveBytes(t *testing.T) {
	_, addr := serve(t, newStream(t, 1), rtltcp.WithGreeting(rtltcp.Greeting{Tuner: rtltcp.E4000, Gains: 0x01020304}))
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	b := make([]byte, 12)
	if _, err := io.ReadFull(conn, b); err != nil || string(b) != "RTL0\x00\x00\x00\x01\x01\x02\x03\x04" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestEveryClientGetsWhatComesAfterItJoined(t *testing.T) {
	noLeaks(t)
	w := newStream(t, 1<<16)
	server, addr := serve(t, w)
	var conns []*net.TCPConn
	for range 3 {
		conns = append(conns, connect(t, addr))
		count(t, w, 100)
	}
	for i, conn := range conns {
		joined := uint64(100 * i)
		b := make([]byte, 2*(300-joined))
		if _, err := io.ReadFull(conn, b); err != nil {
			t.Fatal(err)
		}
		for k := range len(b) / 2 {
			if v := joined + uint64(k); b[2*k] != uint8(v) || b[2*k+1] != uint8(v>>8) {
				t.Fatalf("client %d: sample %d is %v", i, k, b[2*k:2*k+2])
			}
		}
	}
	eventually(t, "all is counted as sent", func() bool { return server.Stats().Sent == 600 })
	s := server.Stats()
	for i, c := range s.Clients {
		want := rtltcp.ClientStats{Addr: conns[i].LocalAddr(), Joined: uint64(100 * i), Sent: uint64(300 - 100*i)}
		if fmt.Sprint(c) != fmt.Sprint(want) {
			t.Errorf("client %d: %+v, want %+v", i, c, want)
		}
	}
	if s.Served != 3 || s.Refused+s.Dropped+s.Torn != 0 {
		t.Errorf("%+v", s)
	}
}

func TestTooManyClients(t *testing.T) {
	noLeaks(t)
	server, addr := serve(t, newStream(t, 1), rtltcp.WithMaxClients(2))
	first, _ := connect(t, addr), connect(t, addr)
	if _, err := rtltcp.Dial(t.Context(), addr, rtltcp.Settings{}); !errors.Is(err, rtltcp.ErrLost) {
		t.Errorf("a third: %v", err)
	}
	if s := server.Stats(); s.Refused != 1 || s.Served != 2 || len(s.Clients) != 2 {
		t.Errorf("%+v", s)
	}
	first.Close()
	eventually(t, "one has left", func() bool { return len(server.Stats().Clients) == 1 })
	connect(t, addr)
}

// A client may vanish at any time, also while it holds the writer's samples up
// the most; nothing of it is left.
func TestClientsThatVanish(t *testing.T) {
	noLeaks(t)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	w := newStream(t, 1<<14)
	server, addr := serve(t, w)
	var conns []*net.TCPConn
	for range 100 {
		if len(conns) < 10 {
			conns = append(conns, connect(t, addr))
		}
		count(t, w, random.IntN(1<<14))
		i := random.IntN(len(conns))
		switch random.IntN(4) {
		case 0:
			_ = conns[i].SetLinger(0) // a reset
			conns[i].Close()
			conns = slices.Delete(conns, i, i+1)
		case 1:
			conns[i].Close()
			conns = slices.Delete(conns, i, i+1)
		case 2:
			_, _ = conns[i].Write([]byte{1, 2, 3})
			conns[i].Close()
			conns = slices.Delete(conns, i, i+1)
		default:
			_, _ = io.CopyN(io.Discard, conns[i], 1)
			count(t, w, 1)
		}
	}
	for _, conn := range conns {
		conn.Close()
	}
	eventually(t, "all have left", func() bool { return len(server.Stats().Clients) == 0 })
	if s := w.Stats(); s.Readers != 1 { // the server's own
		t.Errorf("%d readers of the stream", s.Readers)
	}
}

func TestClientThatTakesNothing(t *testing.T) {
	noLeaks(t)
	gone := make(chan error, 1)
	w := newStream(t, 1<<14)
	_, addr := serve(t, w, rtltcp.WithPatience(20*time.Millisecond), rtltcp.WithLeave(func(_ rtltcp.ClientStats, err error) { gone <- err }))
	conn := connect(t, addr)
	for {
		select {
		case err := <-gone:
			if !errors.Is(err, os.ErrDeadlineExceeded) || !strings.Contains(err.Error(), conn.LocalAddr().String()+" took no bytes for 20ms") {
				t.Errorf("got %v", err)
			}
			return
		default:
			count(t, w, 1<<12)
		}
	}
}

// Patience is for one wait, not for all of them.
func TestClientThatTakesItsTime(t *testing.T) {
	const patience = 300 * time.Millisecond
	w := newStream(t, 1<<14)
	_, addr := serve(t, w, rtltcp.WithPatience(patience))
	conn := connect(t, addr)
	b := make([]byte, 2*100)
	for began := time.Now(); time.Since(began) < 2*patience; {
		count(t, w, 100)
		if _, err := io.ReadFull(conn, b); err != nil {
			t.Fatal(err)
		}
	}
}

func TestListen(t *testing.T) {
	for addr, want := range map[string]string{
		":0": "127.0.0.1:", "127.0.0.1:0": "127.0.0.1:", "localhost:0": ":", "0.0.0.0:0": ":", "": "127.0.0.1:1234", "127.0.0.1": "127.0.0.1:1234",
	} {
		l, err := rtltcp.Listen(addr)
		if err != nil {
			if !strings.HasSuffix(want, "1234") || !strings.Contains(err.Error(), want) { // that port may be in use
				t.Errorf("%q: %v", addr, err)
			}
			continue
		}
		if got := l.Addr().String(); !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %s", addr, got, want)
		}
		l.Close()
	}
	if _, err := rtltcp.Listen("127.0.0.1:no port"); err == nil {
		t.Error("no error")
	}
}

func TestSendingAllocatesNothing(t *testing.T) {
	w := newStream(t, 1<<16)
	server, addr := serve(t, w)
	conn := connect(t, addr)
	b := make([]byte, 2*512)
	n := testing.AllocsPerRun(200, func() {
		s, err := w.Slice(context.Background(), 512)
		if err != nil {
			t.Fatal(err)
		}
		clear(s[:512])
		w.Produce(512)
		if _, err := io.ReadFull(conn, b); err != nil {
			t.Fatal(err)
		}
	})
	if n > 0 {
		t.Errorf("%v allocations for 512 samples, %+v", n, server.Stats())
	}
}
