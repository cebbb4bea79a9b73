package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// radio is an rtl_tcp server that sends some bytes of cu8, in turn without end, once
// a client has tuned; and what it was told.
type testRadio struct {
	addr string

	mu       sync.Mutex
	commands []string
}

func (r *testRadio) told(command string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Contains(r.commands, command)
}

// serveRadio starts a radio that ends with the test. After end calls of sent, each
// after a batch, it hangs up; 0: never.
func serveRadio(t *testing.T, b []byte, hangUpAfter int) *testRadio {
	t.Helper()
	// Nothing may be dropped: the ring is as large as all that is sent, and the
	// stream waits for who listens.
	stream, err := circular.New[[2]uint8](1 << 22)
	if err != nil {
		t.Fatal(err)
	}
	l, err := rtltcp.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &testRadio{addr: l.Addr().String()}
	ctx, cancel := context.WithCancel(context.Background())
	tuned := make(chan struct{})
	server := rtltcp.NewServer(stream, rtltcp.WithCommands(func(_ net.Addr, c rtltcp.Command) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.commands = append(r.commands, c.String())
		if c.Op == rtltcp.Frequency {
			close(tuned)
		}
	}))
	var ended sync.WaitGroup
	ended.Go(func() { _ = server.Serve(ctx, l) })
	ended.Go(func() {
		defer stream.Close()
		select {
		case <-tuned:
		case <-ctx.Done():
			return
		}
		sent := 0
		for ctx.Err() == nil && (hangUpAfter == 0 || sent < hangUpAfter) {
			clients := server.Stats().Clients
			if len(clients) == 0 {
				return
			}
			if clients[0].Pending > 1<<20 {
				runtime.Gosched()
				continue // the client is behind: a real radio would not wait, a test does
			}
			dst, err := stream.Slice(ctx, 1)
			if err != nil {
				return
			}
			n := min(len(dst), 1<<16)
			if hangUpAfter > 0 {
				n = min(n, hangUpAfter-sent)
			}
			for i := range n {
				k := (sent + i) * 2 % len(b)
				dst[i] = [2]uint8{b[k], b[k+1]}
			}
			stream.Produce(n)
			sent += n
		}
	})
	t.Cleanup(func() {
		cancel()
		ended.Wait()
	})
	return r
}

// A radio over TCP is tuned and received like a recording of the same samples, to
// the bit.
func TestRadio(t *testing.T) {
	b, err := os.ReadFile(wxrt(t, "wxrt_1024k_off200k.cu8"))
	if err != nil {
		t.Fatal(err)
	}
	r := serveRadio(t, b, 0)
	dir, plain := t.TempDir(), t.TempDir()
	args := strings.Fields("-rate 1.024M -station 200k -deemphasis 75 -seconds 1 -out")
	status, stdout, stderr := sdr(t, append([]string{"-in", "rtl_tcp://" + r.addr, "-frequency", "92.9M", "-gain", "29.7", "-ppm", "-3"}, append(args, dir)...)...)
	if status != 0 || stderr != "" || !strings.Contains(stdout, "+200 kHz (93.100 MHz)") || !strings.Contains(stdout, "93XRT") {
		t.Errorf("status %d: %s%s", status, stdout, stderr)
	}
	for _, command := range []string{"frequency 92900000", "rate 1024000", "gain mode 1", "tuner gain 297", "ppm -3"} {
		if !r.told(command) {
			t.Errorf("it was not told %q: %q", command, r.commands)
		}
	}
	if status, _, stderr := sdr(t, append([]string{"-in", wxrt(t, "wxrt_1024k_off200k.cu8")}, append(args, plain)...)...); status != 0 {
		t.Fatal(stderr)
	}
	got, _ := os.ReadFile(filepath.Join(dir, "fm_+200kHz.wav"))
	want, _ := os.ReadFile(filepath.Join(plain, "fm_+200kHz.wav"))
	if len(got) < 4*47000 || !bytes.Equal(got, want) {
		t.Errorf("%d bytes of sound, and from the file %d others", len(got), len(want))
	}
}

// The other commands receive from a radio, too; adsb knows where to tune.
func TestRadioOfTheOthers(t *testing.T) {
	b, err := os.ReadFile(adsb(t, "modes1_2M.cu8"))
	if err != nil {
		t.Fatal(err)
	}
	r := serveRadio(t, b, 0)
	status, stdout, stderr := sdr(t, strings.Fields("adsb -seconds 0.17 -rate 2M -in rtl_tcp://"+r.addr)...)
	if status != 0 || stderr != "" || !strings.Contains(stdout, "AMC421") || !r.told("frequency 1090000000") || !r.told("gain mode 0") {
		t.Errorf("status %d: %s%s%q", status, stdout, stderr, r.commands)
	}
	r = serveRadio(t, b, 0)
	status, stdout, stderr = sdr(t, "spectrum", "-seconds", "0.1", "-frequency", "433.92M", "-in", "rtl_tcp://"+r.addr, "-out", t.TempDir())
	if status != 0 || stderr != "" || !strings.Contains(stdout, "433.920 MHz") || !r.told("rate 2400000") {
		t.Errorf("status %d: %s%s%q", status, stdout, stderr, r.commands)
	}
}

// An interrupt is how one stops listening: all is well, and the sound is whole.
func TestInterruptOfARadio(t *testing.T) {
	b, err := os.ReadFile(wxrt(t, "wxrt_1024k_off200k.cu8"))
	if err != nil {
		t.Fatal(err)
	}
	r := serveRadio(t, b, 0)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dir := t.TempDir()
	seen := &watch{word: `"rds.group"`, then: cancel} // by then there is sound
	var log bytes.Buffer
	status := run(ctx, []string{"-json", "-in", "rtl_tcp://" + r.addr, "-frequency", "92.9M", "-rate", "1.024M", "-station", "200k", "-out", dir}, console{strings.NewReader(""), seen, &log})
	if status != 0 || log.String() != "" || !strings.Contains(seen.String(), `{"type":"station"`) {
		t.Errorf("status %d: %s%s", status, seen, &log)
	}
	if n := strings.Join(names(t, dir), " "); n != "fm_+200kHz.wav spectrum.png waterfall.png" {
		t.Errorf("files %s", n)
	}
	if left, _ := sound(t, filepath.Join(dir, "fm_+200kHz.wav")); len(left) < 4000 {
		t.Errorf("%d frames", len(left))
	}
}

// watch is a bytes.Buffer that calls then when a word has been written.
type watch struct {
	bytes.Buffer
	word string
	then func()
}

func (w *watch) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte(w.word)) {
		w.then()
	}
	return w.Buffer.Write(b)
}

// A connection that breaks costs the rest, not what came: it is kept, and said.
func TestRadioThatHangsUp(t *testing.T) {
	b, err := os.ReadFile(wxrt(t, "wxrt_1024k_off200k.cu8"))
	if err != nil {
		t.Fatal(err)
	}
	r := serveRadio(t, b, len(b)/2)
	dir := t.TempDir()
	status, stdout, stderr := sdr(t, "-in", "rtl_tcp://"+r.addr, "-frequency", "92.9M", "-rate", "1.024M", "-station", "200k", "-out", dir)
	if status != 1 || !strings.Contains(stderr, "connection lost") || strings.Count(stderr, "\n") != 1 || !strings.Contains(stdout, "+200 kHz (93.100 MHz)") {
		t.Errorf("status %d: %s%s", status, stdout, stderr)
	}
	if left, _ := sound(t, filepath.Join(dir, "fm_+200kHz.wav")); len(left) < 49000 {
		t.Errorf("%d frames", len(left))
	}
}

// What is wrong with a radio is one line.
func TestBadRadios(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // where nobody listens any more
	if err != nil {
		t.Fatal(err)
	}
	gone := "rtl_tcp://" + l.Addr().String()
	l.Close()
	for _, c := range []struct {
		args   string
		status int
		want   string
	}{
		{"fm -frequency 93.1M -in " + gone, 1, "connection refused"},
		{"fm -in " + gone, 2, "add -frequency HZ"},
		{"spectrum -in " + gone, 2, "add -frequency HZ"},
		{"fm -frequency 93.1M -format cu8 -in " + gone, 2, "-format is for raw samples"},
		{"fm -frequency 93.1M -gain loud -in " + gone, 2, "a gain is auto or a number of dB"},
		{"fm -frequency 5000M -in " + gone, 2, "out of the range of the protocol"},
		{"fm -gain 30 -in file.cu8", 2, "-gain is for a radio: add -in rtl_tcp://HOST:PORT"},
		{"fm -ppm 30", 2, "-ppm is for a radio"},
		{"fm -frequency 93.1M", 2, "-frequency is for a recording"},
	} {
		status, stdout, stderr := sdr(t, strings.Fields(c.args)...)
		if status != c.status || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: status %d, %q, want %q", c.args, status, stderr, c.want)
		}
	}
}
