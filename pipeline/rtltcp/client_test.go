package rtltcp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

const greeting = "RTL0\x00\x00\x00\x05\x00\x00\x00\x1d"

// impersonate takes one client and lets f talk to it; the connection is closed
// when f returns.
func impersonate(t *testing.T, f func(conn *net.TCPConn)) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		f(conn.(*net.TCPConn))
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String()
}

// hangsUp waits until the other side has closed the connection.
func hangsUp(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

func TestGreeting(t *testing.T) {
	for _, c := range []struct {
		sent string
		want rtltcp.Greeting
	}{
		{greeting, rtltcp.Greeting{Tuner: rtltcp.R820T, Gains: 29}},
		{"RTL0\x00\x00\x00\x00\x00\x00\x00\x00", rtltcp.Greeting{}},
		{"RTL0\xff\xff\xff\xff\xff\xff\xff\xfe", rtltcp.Greeting{Tuner: math.MaxUint32, Gains: math.MaxUint32 - 1}},
	} {
		addr := impersonate(t, func(conn *net.TCPConn) {
			for i := range c.sent { // in pieces
				fmt.Fprint(conn, c.sent[i:i+1])
			}
			hangsUp(conn)
		})
		client := dial(t, addr, rtltcp.Settings{})
		if got := client.Greeting(); got != c.want {
			t.Errorf("%q: %v", c.sent, got)
		}
		if got := client.Addr().String(); got != addr {
			t.Errorf("server at %s, want %s", got, addr)
		}
		client.Close()
	}
}

func TestDialErrors(t *testing.T) {
	noLeaks(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	l.Close()
	_, err = rtltcp.Dial(t.Context(), nobody, rtltcp.Settings{})
	if !errors.Is(err, syscall.ECONNREFUSED) || !strings.Contains(err.Error(), nobody) {
		t.Errorf("refused: %v", err)
	}

	const short = 50 * time.Millisecond
	for _, c := range []struct {
		name    string
		timeout time.Duration
		server  func(conn *net.TCPConn)
		is      error
		want    string
	}{
		{"silent", short, func(conn *net.TCPConn) { hangsUp(conn) }, rtltcp.ErrNoGreeting, "in 50ms: 0 bytes of 12"},
		{"silent after the magic", short, func(conn *net.TCPConn) { fmt.Fprint(conn, "RTL0"); hangsUp(conn) }, rtltcp.ErrNoGreeting, `4 bytes of 12 came, "RTL0"`},
		{"another protocol", 0, func(conn *net.TCPConn) { fmt.Fprint(conn, "SSH-2.0-OpenSSH_9.9\r\n"); hangsUp(conn) }, rtltcp.ErrGreeting, `begins with "SSH-2.0-Open", not with "RTL0"`},
		{"another protocol, short", 0, func(conn *net.TCPConn) { fmt.Fprint(conn, "220\r\n") }, rtltcp.ErrGreeting, `it sent "220\r\n" and hung up`},
		{"hangs up", 0, func(*net.TCPConn) {}, rtltcp.ErrLost, "greeting of 127.0.0.1"},
	} {
		addr := impersonate(t, c.server)
		client, err := rtltcp.Dial(t.Context(), addr, rtltcp.Settings{Timeout: c.timeout})
		if client != nil || !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), addr) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestDialEndsWithItsContext(t *testing.T) {
	noLeaks(t)
	addr := impersonate(t, func(conn *net.TCPConn) { fmt.Fprint(conn, "RTL"); hangsUp(conn) })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := rtltcp.Dial(ctx, addr, rtltcp.Settings{}); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, rtltcp.ErrNoGreeting) {
		t.Errorf("in the greeting: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := rtltcp.Dial(ctx, addr, rtltcp.Settings{}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended before: %v", err)
	}
}

// received returns a server that greets and passes on the bytes it gets.
func received(t *testing.T) (addr string, next func(n int) string) {
	t.Helper()
	bytes := make(chan byte, 1000)
	addr = impersonate(t, func(conn *net.TCPConn) {
		fmt.Fprint(conn, greeting)
		for b := make([]byte, 1); ; {
			if _, err := conn.Read(b); err != nil {
				return
			}
			bytes <- b[0]
		}
	})
	return addr, func(n int) string {
		t.Helper()
		var all []byte
		for range n {
			select {
			case b := <-bytes:
				all = append(all, b)
			case <-time.After(10 * time.Second):
				t.Fatalf("only % x came", all)
			}
		}
		return fmt.Sprintf("%x", all)
	}
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name     string
		settings rtltcp.Settings
		want     string
	}{
		{"none", rtltcp.Settings{}, "0500000000 0300000000 0800000000 0900000000 0a00000000 0e00000000"},
		{"all", rtltcp.Settings{
			Frequency: 4294967295, Rate: 2.4e6 + 0.4, Gain: rtltcp.DB(29.66), PPM: -3, AGC: true, DirectSampling: 2, OffsetTuning: true, BiasTee: true,
		}, "0200249f00 05fffffffd 0300000001 0400000129 0800000001 0900000002 0a00000001 0e00000001 01ffffffff"},
	} {
		addr, next := received(t)
		client := dial(t, addr, c.settings)
		want := strings.ReplaceAll(c.want, " ", "")
		if got := next(len(want) / 2); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, want)
		}
		client.Close()
	}
}

func TestSet(t *testing.T) {
	addr, next := received(t)
	c := dial(t, addr, rtltcp.Settings{})
	next(6 * 5)
	for _, s := range []struct {
		name string
		err  error
		want string
	}{
		{"frequency", c.SetFrequency(93.1e6), "01058c97e0"},
		{"frequency of fractions", c.SetFrequency(0.5), "0100000001"},
		{"rate", c.SetRate(250_000), "020003d090"},
		{"automatic gain", c.SetGain(rtltcp.Gain{}), "0300000000"},
		{"gain", c.SetGain(rtltcp.DB(-1)), "030000000104fffffff6"},
		{"IF gain", c.SetIFGain(3, -1.5), "060003fff1"},
		{"ppm", c.SetPPM(52), "0500000034"},
		{"AGC", c.SetAGC(true), "0800000001"},
		{"direct sampling", c.SetDirectSampling(1), "0900000001"},
		{"offset tuning", c.SetOffsetTuning(false), "0a00000000"},
		{"bias tee", c.SetBiasTee(true), "0e00000001"},
		{"any", c.Send(rtltcp.Command{Op: 0x40, Arg: 7}, rtltcp.Command{Op: rtltcp.TestMode, Arg: 1}), "40000000070700000001"},
	} {
		if s.err != nil {
			t.Errorf("%s: %v", s.name, s.err)
			continue
		}
		if got := next(len(s.want) / 2); got != s.want {
			t.Errorf("%s: %s, want %s", s.name, got, s.want)
		}
	}
}

func TestWhatCannotBeSaid(t *testing.T) {
	addr, next := received(t)
	c := dial(t, addr, rtltcp.Settings{})
	next(6 * 5)
	for name, err := range map[string]error{
		"frequency 5e+09 Hz":       c.SetFrequency(5e9),
		"frequency 4.2949672955":   c.SetFrequency(4294967295.5),
		"frequency -1 Hz":          c.SetFrequency(-1),
		"frequency NaN Hz":         c.SetFrequency(math.NaN()),
		"rate +Inf Hz":             c.SetRate(math.Inf(1)),
		"gain 1e+09 dB":            c.SetGain(rtltcp.DB(1e9)),
		"gain NaN dB":              c.SetGain(rtltcp.DB(math.NaN())),
		"gain 3276.8 dB":           c.SetIFGain(0, 3276.8),
		"IF gain of stage 65536":   c.SetIFGain(65536, 0),
		"IF gain of stage -1":      c.SetIFGain(-1, 0),
		"direct sampling 3":        c.SetDirectSampling(3),
		"rtltcp: rate -0.6 Hz":     errorOf(rtltcp.Dial(t.Context(), addr, rtltcp.Settings{Rate: -0.6})),
		"rtltcp: frequency 1e+10":  errorOf(rtltcp.Dial(t.Context(), addr, rtltcp.Settings{Frequency: 1e10, Rate: 1})),
		"rtltcp: gain -1e+300 dB,": errorOf(rtltcp.Dial(t.Context(), addr, rtltcp.Settings{Gain: rtltcp.DB(-1e300)})),
	} {
		if !errors.Is(err, rtltcp.ErrRange) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := c.SetPPM(7); err != nil { // and none of it was sent
		t.Fatal(err)
	}
	if got := next(5); got != "0500000007" {
		t.Errorf("got %s", got)
	}
}

func errorOf(_ *rtltcp.Client, err error) error { return err }

func TestRead(t *testing.T) {
	cut := make(chan struct{})
	addr := impersonate(t, func(conn *net.TCPConn) {
		fmt.Fprint(conn, greeting, "\x00\xff\xff") // a sample may come in halves
		<-cut
		fmt.Fprint(conn, "\x00\x80\x7f\x55")
		_ = conn.CloseWrite()
		hangsUp(conn)
	})
	c := dial(t, addr, rtltcp.Settings{})
	if n, err := c.Read(t.Context(), nil); n != 0 || err != nil {
		t.Errorf("nothing wanted: %d, %v", n, err)
	}
	dst := make([]complex64, 2)
	if n, err := c.Read(t.Context(), dst); n != 1 || err != nil || dst[0] != -1+1i {
		t.Errorf("%d samples %v, %v", n, dst, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if n, err := c.Read(ctx, dst); n != 0 || err != context.Canceled {
		t.Errorf("cancelled while waiting: %d, %v", n, err)
	}
	if n, err := c.Read(ctx, dst); n != 0 || err != context.Canceled {
		t.Errorf("cancelled before: %d, %v", n, err)
	}
	late, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if n, err := c.Read(late, dst); n != 0 || err != context.DeadlineExceeded {
		t.Errorf("too late: %d, %v", n, err)
	}
	close(cut)
	var all []complex64
	for {
		n, err := c.Read(t.Context(), dst)
		all = append(all, dst[:n]...)
		if err != nil {
			if !errors.Is(err, rtltcp.ErrLost) || !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
				!strings.Contains(err.Error(), addr+" after 3 samples") {
				t.Errorf("at the end: %v", err)
			}
			break
		}
	}
	const step = float32(0.5 / 127.5)
	if want := []complex64{1 - 1i, complex(step, -step)}; fmt.Sprint(all) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", all, want)
	}
	if _, err := c.Read(t.Context(), dst); !errors.Is(err, rtltcp.ErrLost) {
		t.Errorf("after the end: %v", err)
	}
}

func TestConnectionReset(t *testing.T) {
	addr := impersonate(t, func(conn *net.TCPConn) {
		fmt.Fprint(conn, greeting)
		_, _ = io.ReadFull(conn, make([]byte, 6*5))
		_ = conn.SetLinger(0)
	})
	c := dial(t, addr, rtltcp.Settings{})
	_, err := c.Read(t.Context(), make([]complex64, 1))
	if !errors.Is(err, rtltcp.ErrLost) || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("Read: %v", err)
	}
	if err := c.SetPPM(1); err == nil || !strings.Contains(err.Error(), "send [ppm 1] to "+addr) {
		t.Errorf("SetPPM: %v", err)
	}
}

func TestCloseWhileReading(t *testing.T) {
	noLeaks(t)
	addr := impersonate(t, func(conn *net.TCPConn) { fmt.Fprint(conn, greeting, "12"); hangsUp(conn) })
	c := dial(t, addr, rtltcp.Settings{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if n, err := c.Read(ctx, make([]complex64, 5)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	failed := make(chan error)
	go func() {
		_, err := c.Read(ctx, make([]complex64, 5))
		failed <- err
	}()
	if err := errors.Join(c.Close(), c.Close()); err != nil {
		t.Error(err)
	}
	if err := <-failed; !errors.Is(err, seamless.ErrClosed) || !errors.Is(err, os.ErrClosed) || errors.Is(err, rtltcp.ErrLost) {
		t.Errorf("Read: %v", err)
	}
	if err := c.SetPPM(1); !errors.Is(err, seamless.ErrClosed) {
		t.Errorf("SetPPM: %v", err)
	}
}

// A client is the source of a pipeline, and an end of the pipeline is one of
// the wait for samples.
func TestClientInAPipeline(t *testing.T) {
	noLeaks(t)
	w := newStream(t, 1<<16)
	server, addr := serve(t, w)
	c := dial(t, addr, rtltcp.Settings{})
	eventually(t, "a client is there", func() bool { return len(server.Stats().Clients) == 1 })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p := pipeline.New()
	seen := 0
	pipeline.Sink(p, "count", pipeline.Source(p, "antenna", c.Read), func(_ context.Context, src []complex64) (int, error) {
		if seen += len(src); seen == 10_000 {
			cancel()
		}
		return len(src), nil
	})
	s, err := w.Slice(ctx, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	clear(s[:10_000])
	w.Produce(10_000)
	if err := p.Run(ctx); !errors.Is(err, context.Canceled) || seen != 10_000 {
		t.Errorf("%v after %d samples", err, seen)
	}
}

func TestReadAllocatesNothing(t *testing.T) {
	addr := impersonate(t, func(conn *net.TCPConn) {
		fmt.Fprint(conn, greeting)
		for b := make([]byte, 4096); ; {
			if _, err := conn.Write(b); err != nil {
				return
			}
		}
	})
	c := dial(t, addr, rtltcp.Settings{})
	defer c.Close() // before the wait for who writes
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dst := make([]complex64, 100)
	n := testing.AllocsPerRun(1000, func() {
		if _, err := c.Read(ctx, dst); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}
