package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
)

// watched is an output that calls functions when it holds texts for the first time.
type watched struct {
	mu   sync.Mutex
	text bytes.Buffer
	on   map[string]func()
	more *sync.Cond
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	w.text.Write(p)
	w.cond().Broadcast()
	var now []func()
	for text, f := range w.on {
		if strings.Contains(w.text.String(), text) {
			now = append(now, f)
			delete(w.on, text)
		}
	}
	w.mu.Unlock()
	for _, f := range now {
		f()
	}
	return len(p), nil
}

// cond is called with mu held.
func (w *watched) cond() *sync.Cond {
	if w.more == nil {
		w.more = sync.NewCond(&w.mu)
	}
	return w.more
}

// wait waits until the output holds the text.
func (w *watched) wait(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for !strings.Contains(w.text.String(), text) {
		w.cond().Wait()
	}
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// acrossProcesses runs the demonstration in processes of this test program.
func acrossProcesses(t *testing.T, ctx context.Context, out *watched, args ...string) (status int, stderr string) {
	t.Helper()
	var log bytes.Buffer
	status = run(ctx, args, console{strings.NewReader(""), out, &log, between(t), []string{os.Args[0]}})
	return status, log.String()
}

// pid returns the number of a process that the supervisor has told.
func (w *watched) pid(t *testing.T, role string) int {
	t.Helper()
	m := regexp.MustCompile(role + ` (\d+)`).FindStringSubmatch(w.String())
	if m == nil {
		t.Fatalf("no process of %s: %s", role, w.String())
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

func (w *watched) kill(t *testing.T, role string) {
	p, err := os.FindProcess(w.pid(t, role))
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		t.Errorf("kill %s: %v", role, err)
	}
}

// In processes the same comes out as in one.
func TestAcrossProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	out := new(watched)
	status, stderr := acrossProcesses(t, t.Context(), out, "-speed", "max", "-out", dir)
	want := "published 5400 frames (15.0 s), 18 beats; received detect 5400, record 5400, strip 5400; detected 18 of 18 beats, 0 invented; " +
		filepath.Join(dir, "ecg.dat") + " bit for bit; lost 0 frames"
	if status != 0 || stderr != "" || lastLine(out.String()) != want {
		t.Errorf("status %d, %s\n%s", status, stderr, out.String())
	}
	if !strings.Contains(out.String(), "  15 s   7") || names(t, dir) != "ecg.dat ecg.hea ecg.sha256" {
		t.Errorf("%s; %s", names(t, dir), out.String())
	}
}

// Across processes the very same beats are found as in one.
func TestSameBeatsAcrossProcesses(t *testing.T) {
	data, marks := database(t)
	between(t)
	events := make(chan event)
	var beats []string
	self := []string{os.Args[0]}
	pub, err := start(self, "publish", []string{"publish", "-json", "-supervised", "-stream", "x", "-speed", "max", "-in", data, "-beats", marks}, os.Stderr, events)
	if err != nil {
		t.Fatal(err)
	}
	for living := 1; living > 0; {
		switch e := <-events; {
		case e.message == nil:
			living--
			if e.exit != nil {
				t.Errorf("%s: %v", e.from.role, e.exit)
			}
		case e.message.Event == ready && e.from == pub:
			living++
			if _, err := start(self, "detect", []string{"subscribe", "detect", "-json", "-stream", "x"}, os.Stderr, events); err != nil {
				t.Fatal(err)
			}
		case e.message.Event == ready:
			pub.stdin.Write([]byte("begin\n"))
		case e.message.Event == beat:
			beats = append(beats, fmt.Sprint(e.message.Sample))
		case e.from != pub && (e.message.Known != 1145 || e.message.Missed+e.message.Invented > 0):
			t.Errorf("%+v", e.message)
		}
	}
	f, err := os.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	frames := make([]ecg.Frame, 325_000)
	for from, n := ecg.NewReader(f), 0; n < len(frames); {
		m, err := from.Read(frames[n:])
		if n += m; err != nil {
			t.Fatal(err)
		}
	}
	var d qrs.Detector
	var want []string
	for _, b := range d.Flush(d.DetectLead(nil, frames, 0)) {
		want = append(want, fmt.Sprint(b.Sample))
	}
	if len(want) != 1145 || strings.Join(beats, " ") != strings.Join(want, " ") {
		t.Errorf("%d beats, want %d and the same", len(beats), len(want))
	}
}

// Who is killed is told, the others go on, and the end is as in order.
func TestSubscribersAreKilled(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	out := new(watched)
	out.on = map[string]func(){
		"   2 s":          func() { out.kill(t, "record") },
		"record (process": func() { out.kill(t, "detect") },
		"detect (process": cancel,
	}
	status, stderr := acrossProcesses(t, ctx, out, "-seconds", "1e6", "-speed", "20", "-out", dir)
	last := lastLine(out.String())
	if status != 0 || stderr != "" || !strings.Contains(last, "received detect died, record died, strip ") || !strings.HasSuffix(last, "lost 0 frames") || !strings.HasPrefix(last, "published ") {
		t.Errorf("status %d, %s\n%s", status, stderr, out.String())
	}
	if !strings.Contains(out.String(), fmt.Sprintf("record (process %d) died: signal: killed\n", out.pid(t, "record"))) {
		t.Errorf("not told: %s", out.String())
	}
	if n := names(t, dir); !strings.HasSuffix(n, ".part") || strings.Contains(n, " ") {
		t.Errorf("files: %s", n)
	}
}

// An interrupt comes to all processes of a terminal. The publisher ends in order and
// nobody loses anything.
func TestInterruptAcrossProcesses(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot interrupt another here")
	}
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	out := new(watched)
	out.on = map[string]func(){"   2 s": func() {
		for _, role := range []string{"publish", "detect", "record", "strip"} {
			p, err := os.FindProcess(out.pid(t, role))
			if err == nil {
				err = p.Signal(os.Interrupt)
			}
			if err != nil {
				t.Errorf("interrupt %s: %v", role, err)
			}
		}
		cancel()
	}}
	status, stderr := acrossProcesses(t, ctx, out, "-seconds", "1e6", "-speed", "20", "-out", dir)
	last := lastLine(out.String())
	if status != 0 || stderr != "" || !strings.Contains(last, " beats (interrupted); received") || !strings.HasSuffix(last, "bit for bit; lost 0 frames") {
		t.Errorf("status %d, %s\n%s", status, stderr, out.String())
	}
}

// When the publisher is killed, the others say so, and keep and tell what they have.
func TestPublisherIsKilled(t *testing.T) {
	dir := t.TempDir()
	out := new(watched)
	out.on = map[string]func(){"   3 s": func() { out.kill(t, "publish") }}
	status, stderr := acrossProcesses(t, t.Context(), out, "-seconds", "1e6", "-speed", "20", "-out", dir)
	last := lastLine(out.String())
	if status != 0 || stderr != "" || !strings.HasPrefix(last, "published: it died; received detect ") || !strings.Contains(last, filepath.Join(dir, "ecg.dat")) {
		t.Errorf("status %d, %s\n%s", status, stderr, out.String())
	}
	for _, role := range []string{"detect", "record", "strip"} {
		if !regexp.MustCompile(role + ` \(process \d+\) ended after \d+ frames: the writer's process is gone\n`).MatchString(out.String()) {
			t.Errorf("%s does not say that the publisher died: %s", role, out.String())
		}
	}
	if n := names(t, dir); n != "ecg.dat ecg.hea ecg.sha256" {
		t.Errorf("files: %s", n)
	}
}

// When the supervisor is killed nobody stays behind: the strip, which has the output
// open, ends with the publisher.
func TestSupervisorIsKilled(t *testing.T) {
	between(t)
	nowhere := filepath.Join(t.TempDir(), "file") // where no recorder is left that may yet write
	os.WriteFile(nowhere, nil, 0o666)
	cmd := exec.Command(os.Args[0], "-seconds", "1e6", "-speed", "20", "-out", filepath.Join(nowhere, "out"))
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	killed := false
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "   2 s") {
			killed = cmd.Process.Kill() == nil
		}
	}
	if err := cmd.Wait(); err == nil || !killed {
		t.Errorf("killed: %t, %v", killed, err)
	}
}

// One that fails is an error, with its own words; nobody is left.
func TestChildFails(t *testing.T) {
	dir := t.TempDir()
	blocked := filepath.Join(dir, "file")
	os.WriteFile(blocked, nil, 0o666)
	out := new(watched)
	status, stderr := acrossProcesses(t, t.Context(), out, "-speed", "max", "-out", filepath.Join(blocked, "out"))
	if status != 1 || !strings.Contains(stderr, "fanout: record: ") || !strings.Contains(stderr, blocked) || !strings.Contains(lastLine(out.String()), "received detect 5400, record died, strip 5400") {
		t.Errorf("status %d, %s\n%s", status, stderr, out.String())
	}
	out = new(watched)
	status, stderr = acrossProcesses(t, t.Context(), out, "-in", filepath.Join(dir, "missing"))
	if status != 1 || !strings.Contains(stderr, "fanout: publish: ") || !strings.Contains(stderr, "missing") || !strings.HasPrefix(lastLine(out.String()), "published: it died") {
		t.Errorf("status %d, %s\n%s", status, stderr, out.String())
	}
}
