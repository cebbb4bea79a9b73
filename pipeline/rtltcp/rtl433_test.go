package rtltcp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// TestRTL433 serves a recording of a remote control to the real rtl_433, which
// must decode what it decodes from the file.
func TestRTL433(t *testing.T) {
	program, err := exec.LookPath("rtl_433")
	if err != nil {
		t.Skip("no rtl_433 to be served (Debian: apt-get install rtl-433): ", err)
	}
	recording, err := os.ReadFile(dataDir + "ook/elektromaten_1M.cs8")
	if err != nil {
		t.Skip("no recording to serve: ", err)
	}
	var want struct{ Rows []struct{ Len, Data any } }
	expected, err := os.ReadFile(dataDir + "ook/elektromaten.expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}

	// A ring that holds all of the recording twice over: none of it is lost.
	w := newStream(t, 2*len(recording))
	tuned := make(chan rtltcp.Command, 3)
	server, addr := serve(t, w, rtltcp.WithCommands(func(_ net.Addr, c rtltcp.Command) { tuned <- c }))
	_, port, _ := net.SplitHostPort(addr)

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-d", "rtl_tcp:127.0.0.1:"+port, "-f", "433920000", "-s", "1000000", "-F", "json",
		"-R", "0", "-X", "n=emat,m=OOK_PWM,s=626,l=4035,r=31873,g=3983,t=1364,y=0")
	var messages strings.Builder
	cmd.Stderr = &messages
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cancel()

	decoded := make(chan string, 1)
	go func() {
		defer close(decoded)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "{") {
				decoded <- lines.Text()
				return
			}
		}
	}()

	for _, want := range []rtltcp.Command{{rtltcp.Rate, 1e6}, {rtltcp.GainMode, 0}, {rtltcp.Frequency, 433_920_000}} {
		select {
		case got := <-tuned:
			if got != want {
				t.Errorf("rtl_433 sent %v, want %v", got, want)
			}
		case <-ctx.Done():
			t.Fatal("rtl_433 did not tune: ", messages.String())
		}
	}
	for len(recording) > 0 {
		n := produceSigned(t, w, recording)
		recording = recording[2*n:]
	}
	// It decodes when the pause after the last row is long enough, and reads
	// whole buffers only: the receiver goes on, with silence.
	silence := make([]byte, 2*10_000)
	clock := time.NewTicker(10 * time.Millisecond)
	defer clock.Stop()
	for {
		select {
		case line, ok := <-decoded:
			if !ok {
				t.Fatal("rtl_433 ended: ", messages.String())
			}
			var got struct {
				Model string
				Rows  []struct{ Len, Data any }
			}
			if err := json.Unmarshal([]byte(line), &got); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			if got.Model != "emat" || len(got.Rows) != len(want.Rows) {
				t.Fatalf("got %s", line)
			}
			for i, row := range got.Rows {
				if row != want.Rows[i] {
					t.Errorf("row %d is %v, want %v", i, row, want.Rows[i])
				}
			}
			if s := server.Stats(); s.Dropped+s.Torn != 0 {
				t.Errorf("%+v", s)
			}
			return
		case <-clock.C:
			produceSigned(t, w, silence)
		case <-ctx.Done():
			t.Fatal("rtl_433 decoded nothing: ", messages.String())
		}
	}
}

// produceSigned produces samples of int8 as those of uint8, as many as there
// is space for, and returns how many.
func produceSigned(t *testing.T, w *circular.Writer[[2]uint8], b []byte) int {
	t.Helper()
	s, err := w.Slice(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	n := min(len(s), len(b)/2)
	for i := range s[:n] {
		s[i] = [2]uint8{b[2*i] ^ 0x80, b[2*i+1] ^ 0x80}
	}
	w.Produce(n)
	return n
}
