package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/iq"
	"github.com/seed-ff569660/seamless/shmlink"
)

// TestMain is the program itself where the environment says so. Streams go where nobody
// else looks.
func TestMain(m *testing.M) {
	if os.Getenv("SDR_ITSELF") != "" {
		main()
	}
	dir, err := os.MkdirTemp("", "sdr")
	if err == nil {
		err = os.Setenv("XDG_RUNTIME_DIR", dir)
	}
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // else each process of a race build takes a second to end
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// heard is an output that can be waited for.
type heard struct {
	mu   sync.Mutex
	more sync.Cond
	text bytes.Buffer
}

func newHeard() *heard {
	h := new(heard)
	h.more.L = &h.mu
	return h
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.more.Broadcast()
	return h.text.Write(p)
}

func (h *heard) wait(text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !strings.Contains(h.text.String(), text) {
		h.more.Wait()
	}
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// running is a command in a goroutine.
type running struct {
	out, log *heard
	stop     context.CancelFunc
	status   chan int
}

func start(t *testing.T, stdin io.Reader, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{newHeard(), newHeard(), cancel, make(chan int, 1)}
	go func() { r.status <- run(ctx, args, console{stdin, r.out, r.log}) }()
	return r
}

// itself is the command in a process of its own.
func itself(t *testing.T, args ...string) (cmd *exec.Cmd, out, log *heard) {
	t.Helper()
	cmd, out, log = exec.Command(os.Args[0], args...), newHeard(), newHeard()
	cmd.Env = append(os.Environ(), "SDR_ITSELF=1")
	cmd.Stdout, cmd.Stderr = out, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out, log
}

// of returns the lines of JSON about a station, with the folder left out.
func of(text, station, dir string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, `"station":`+station) {
			b.WriteString(strings.ReplaceAll(line, dir, ""))
		}
	}
	return b.String()
}

// Another process makes of the multiplex, bit for bit, what the one makes that shares
// it, and what one makes that shares nothing.
func TestShared(t *testing.T) {
	alone, sharing, reading := t.TempDir(), t.TempDir(), t.TempDir()
	status, want, stderr := sdr(t, "fm", "-seconds", "4", "-json", "-out", alone)
	if status != 0 {
		t.Fatal(stderr)
	}
	s := start(t, nil, "fm", "-share", "whole", "-seconds", "4", "-json", "-out", sharing)
	s.log.wait("shm:whole waits for its first reader: sdr fm -from shm:whole\n")
	cmd, out, log := itself(t, "fm", "-from", "shm:whole", "-json", "-out", reading)
	if err := cmd.Wait(); err != nil || log.String() != "" {
		t.Errorf("%v: %s", err, log.String())
	}
	if status := <-s.status; status != 0 || !strings.Contains(s.log.String(), fmt.Sprintf("shm:whole: process %d joined\n", cmd.Process.Pid)) {
		t.Errorf("status %d: %s", status, s.log.String())
	}
	const station, file = "-250000", "fm_-250kHz.wav"
	want = of(want, station, alone)
	for name, got := range map[string]string{"sharing": of(s.out.String(), station, sharing), "reading": of(out.String(), station, reading)} {
		if got != want || strings.Count(want, "\n") < 50 {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	wav, err := os.ReadFile(filepath.Join(alone, file))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{sharing, reading} {
		if got, err := os.ReadFile(filepath.Join(dir, file)); err != nil || !bytes.Equal(got, wav) {
			t.Errorf("%s: %d bytes of sound, want %d and the same; %v", dir, len(got), len(wav), err)
		}
	}
	if got := strings.Join(names(t, reading), " "); got != file {
		t.Errorf("files: %s", got)
	}
}

// Of a recording the same, with what the sharing side knows and the reading one is
// not told; and a table.
func TestSharedRecording(t *testing.T) {
	path := wxrt(t, "wxrt_1024k_off200k.cu8")
	a, b := t.TempDir(), t.TempDir()
	s := start(t, nil, "fm", "-in", path, "-rate", "1.024M", "-frequency", "92.9M", "-station", "200k", "-deemphasis", "75", "-share", "wxrt", "-out", a)
	s.log.wait("waits for its first reader")
	status, stdout, stderr := sdr(t, "fm", "-from", "shm:wxrt", "-out", b)
	if shared := <-s.status; status != 0 || shared != 0 || stderr != "" {
		t.Fatalf("status %d and %d, %s", status, shared, stderr)
	}
	cells := func(text string) string { // without the speed and the folder
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "+200 kHz (93.100 MHz) ") {
				return line[:strings.LastIndex(line, " s ")]
			}
		}
		return text
	}
	if got, want := cells(stdout), cells(s.out.String()); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") || !strings.Contains(got, "dBFS") {
		t.Errorf("%q, want %q", got, want)
	}
	if strings.Contains(stdout, "pictures") {
		t.Errorf("there are no pictures: %s", stdout)
	}
	x, _ := os.ReadFile(filepath.Join(a, "fm_+200kHz.wav"))
	y, _ := os.ReadFile(filepath.Join(b, "fm_+200kHz.wav"))
	if len(x) < 1000 || !bytes.Equal(x, y) {
		t.Errorf("%d and %d bytes of sound, which differ", len(x), len(y))
	}
}

// A reader that dies, and one that has enough, are no concern of who shares.
func TestReadersLeave(t *testing.T) {
	s := start(t, nil, "fm", "-share", "leave", "-seconds", "20", "-out", t.TempDir())
	s.log.wait("waits for its first reader")
	dies, out, _ := itself(t, "fm", "-from", "shm:leave", "-json", "-out", t.TempDir())
	out.wait("rds.group")
	if err := dies.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = dies.Wait()
	s.log.wait(fmt.Sprintf("shm:leave: process %d died\n", dies.Process.Pid))
	status, stdout, stderr := sdr(t, "fm", "-from", "shm:leave", "-seconds", "0.5", "-out", t.TempDir())
	if status != 0 || stderr != "" || !strings.Contains(stdout, "0.50 s") {
		t.Errorf("status %d, %s%s", status, stdout, stderr)
	}
	if status := <-s.status; status != 0 || !strings.Contains(s.out.String(), "all as they were sent") {
		t.Errorf("status %d, %s%s", status, s.out.String(), s.log.String())
	}
}

// When who shares dies, what came is kept and told.
func TestSharerDies(t *testing.T) {
	cmd, _, log := itself(t, "fm", "-share", "dies", "-seconds", "1000", "-out", t.TempDir())
	log.wait("waits for its first reader")
	dir := t.TempDir()
	r := start(t, nil, "fm", "-from", "shm:dies", "-json", "-out", dir)
	r.out.wait("rds.ps")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if status := <-r.status; status != 1 || r.log.String() != "sdr fm: shm:dies: the process that shared it is gone: this is what came\n" {
		t.Errorf("status %d, %s", status, r.log.String())
	}
	if !strings.Contains(r.out.String(), `"type":"station"`) || strings.Join(names(t, dir), " ") != "fm_-250kHz.wav" {
		t.Errorf("%s, %s", names(t, dir), r.out.String())
	}
}

// An interrupt of the one who reads is a good end; of the one who shares it is told.
func TestInterruptShared(t *testing.T) {
	s := start(t, nil, "fm", "-share", "stop", "-seconds", "1000", "-out", t.TempDir())
	s.log.wait("waits for its first reader")
	dir := t.TempDir()
	first, second := start(t, nil, "fm", "-from", "shm:stop", "-json", "-out", dir), start(t, nil, "fm", "-from", "shm:stop", "-json", "-out", t.TempDir())
	first.out.wait("rds.ps")
	first.stop()
	if status := <-first.status; status != 0 || first.log.String() != "" || !strings.Contains(first.out.String(), `"level":-10`) || len(names(t, dir)) != 1 {
		t.Errorf("status %d, %s, %s", status, first.log.String(), names(t, dir))
	}
	second.out.wait("rds.ps")
	s.stop()
	if status := <-s.status; status != 1 || !strings.HasSuffix(s.log.String(), "sdr fm: interrupted, nothing written\n") {
		t.Errorf("status %d, %s", status, s.log.String())
	}
	if status := <-second.status; status != 1 || second.log.String() != "sdr fm: shm:stop ended early: interrupted: this is what came\n" {
		t.Errorf("status %d, %s", status, second.log.String())
	}

	s = start(t, nil, "fm", "-share", "stop", "-out", filepath.Join(dir, "none"))
	s.log.wait("waits for its first reader")
	s.stop()
	if status := <-s.status; status != 1 || !strings.HasSuffix(s.log.String(), "sdr fm: interrupted, nothing written\n") || len(names(t, filepath.Join(dir, "none"))) > 0 {
		t.Errorf("while it waits: status %d, %s", status, s.log.String())
	}
}

// Who shares a live input waits for nobody. One that comes late finds out what it
// reads, and its groups lie on the samples that they have for the other.
func TestComeLate(t *testing.T) {
	const rate, seconds, late = 256e3, 9, 5
	encoder, err := rds.NewEncoder(rds.Programme{PI: 0x1234, Name: "LATE", Text: "but not lost"})
	if err != nil {
		t.Fatal(err)
	}
	tx := fmtx.New(fmtx.Config{Rate: rate, Seconds: seconds, Stations: []fmtx.Station{{Left: 500, Right: 900, Level: 0.5, Groups: encoder.Next}}})
	stdin, air := io.Pipe()
	send := func(samples int) {
		w := iq.NewWriter(air, iq.CF32)
		for buf := make([]complex64, 4096); samples > 0; {
			n, err := tx.Read(t.Context(), buf[:min(samples, len(buf))])
			if _, werr := w.Write(buf[:n]); werr != nil {
				t.Error(werr)
				return
			}
			if samples -= n; err != nil {
				return
			}
		}
	}
	s := start(t, stdin, "fm", "-in", "-", "-format", "cf32", "-rate", "256k", "-station", "0", "-share", "late", "-json", "-out", t.TempDir())
	send(late * rate)
	for {
		info, err := shmlink.Inspect(t.Context(), "late")
		if err != nil {
			t.Fatal(err)
		}
		if info.Writer.Items > uint64(info.Writer.Capacity)*3/2 {
			break
		}
	}
	r := start(t, nil, "fm", "-from", "shm:late", "-json", "-out", t.TempDir())
	s.log.wait("joined")
	send(seconds * rate)
	air.Close()
	if a, b := <-s.status, <-r.status; a != 0 || b != 0 {
		t.Fatalf("%s%s", s.log.String(), r.log.String())
	}
	groups := func(text string) (at []uint64, blocks map[uint64]string) {
		blocks = make(map[uint64]string)
		for line := range strings.Lines(text) {
			var e struct {
				Type   string
				Sample uint64
				Blocks []string
			}
			if err := json.Unmarshal([]byte(line), &e); err == nil && e.Type == "rds.group" {
				at, blocks[e.Sample] = append(at, e.Sample), strings.Join(e.Blocks, " ")
			}
		}
		return at, blocks
	}
	_, all := groups(s.out.String())
	some, blocks := groups(r.out.String())
	if len(some) < 40 || len(some) >= len(all) || some[0] < rate {
		t.Fatalf("%d groups of %d, from %d on", len(some), len(all), some[0])
	}
	// Where a bit begins is measured, and settles with the receiver.
	for _, at := range some[10:] {
		found := false
		for d := range uint64(3) {
			found = found || all[at+d] == blocks[at] || all[at-d] == blocks[at]
		}
		if !found {
			t.Errorf("group %s is not at %d for the other", blocks[at], at)
		}
	}
}

// A reader cannot hold a radio up for long; what it asks for else it gets.
func TestImpatient(t *testing.T) {
	for _, p := range []shmlink.Policy{shmlink.Drop(), shmlink.Evict(time.Hour)} {
		if got, err := impatient(p); got != p || err != nil {
			t.Errorf("%v is %v, %v", p, got, err)
		}
	}
	if got, err := impatient(shmlink.Block()); got != shmlink.Evict(sharePatience) || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}

// One line says what is wrong with a stream.
func TestWrongStreams(t *testing.T) {
	other, err := shmlink.Create[int16]("int16", 4096)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	float := func(name string, n int, why error) *shmlink.Writer[float32] {
		w, err := shmlink.Create[float32](name, 1<<17)
		if err != nil {
			t.Fatal(err)
		}
		if w.TrySlice(); n > 0 {
			w.ProduceTags(n, metadata.New(0, keyRate, 1.0))
		}
		t.Cleanup(func() { w.CloseWithError(why) })
		return w
	}
	float("facts", 3*factsEvery, nil)
	for args, want := range map[string]string{
		"-from shm:nobody": "nobody shares shm:nobody: sdr fm -share nobody does",
		"-from shm:int16":  "a reader of items of 4 bytes of a stream of int16 of 2 bytes",
		"-from shm:facts":  "shm:facts does not say what it is: it is not of sdr fm -share",
		"-from shm:a/b":    `"a/b"`,
		"-share int16":     "shm:int16 is shared by another process: choose another name",
		"-share shm:int16": "shm:int16 is shared by another process",
	} {
		dir := t.TempDir()
		status, stdout, stderr := sdr(t, append([]string{"fm", "-out", dir}, strings.Fields(args)...)...)
		if status != 1 || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 || len(names(t, dir)) > 0 {
			t.Errorf("%s: status %d, %q, want %q; %s", args, status, stderr, want, names(t, dir))
		}
	}
	for _, why := range []error{nil, errors.New("no space left")} {
		w := float("brief", 0, why)
		r := start(t, nil, "fm", "-from", "shm:brief", "-out", t.TempDir())
		for w.Stats().Readers == 0 {
			w.TrySlice()
		}
		w.CloseWithError(why)
		want := "sdr fm: shm:brief holds no samples\n"
		if why != nil {
			want = "sdr fm: shm:brief ended early: no space left\n"
		}
		if status := <-r.status; status != 1 || r.log.String() != want {
			t.Errorf("status %d, %s", status, r.log.String())
		}
	}
}

func TestWrongShareFlags(t *testing.T) {
	for args, want := range map[string]string{
		"-share=":                    "a stream has a name",
		"-from x":                    "a stream is named as shm:NAME",
		"-from shm:":                 "a stream is named as shm:NAME",
		"-from shm:x -in f":          "-in is for a band, and shm:x is one station without it",
		"-from shm:x -station 1":     "-station is for a band",
		"-from shm:x -record f":      "-record is for a band",
		"-from shm:x -gain 1":        "-gain is for a band",
		"-from shm:x -share y":       "shm:x is shared already: any number of processes may read it",
		"-from shm:x -deemphasis 60": "50 or 75",
	} {
		status, stdout, stderr := sdr(t, append([]string{"fm"}, strings.Fields(args)...)...)
		if status != 2 || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: status %d, %q, want %q", args, status, stderr, want)
		}
	}
}

// What a receiver must know lies on the first sample and on every so-manieth behind it,
// the level of the whole on the last.
func TestFacts(t *testing.T) {
	s := start(t, nil, "fm", "-share", "tags", "-seconds", "1", "-out", t.TempDir())
	s.log.wait("waits for its first reader")
	r, err := shmlink.Open[float32](t.Context(), "tags")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	at := make(map[string][]uint64)
	for samples, err := range r.Batches(t.Context(), 1) {
		if err != nil {
			t.Fatal(err)
		}
		var f facts
		tags := r.Tags(nil)
		if want := (facts{256e3, 1.024e6, -250e3, 0, 50e-6}); f.take(tags) && f != want {
			t.Errorf("%+v, want %+v", f, want)
		}
		for _, tag := range tags {
			if tag.Offset >= len(samples) {
				t.Fatalf("tag at %d of %d samples", tag.Offset, len(samples))
			}
			at[tag.Key] = append(at[tag.Key], r.Position()+uint64(tag.Offset))
		}
	}
	last := r.Position() - 1
	if status := <-s.status; status != 0 || len(at) != 6 {
		t.Errorf("status %d, tags at %v", status, at)
	}
	for key, at := range at {
		if n := len(at); key == keyLevel && n > 0 {
			if at[n-1] != last {
				t.Errorf("the level lies at %v, and the last sample is %d", at, last)
			}
			at = at[:n-1]
		}
		if len(at) != int(last/factsEvery)+1 {
			t.Errorf("%s lies at %v, up to %d", key, at, last)
		}
		for i, p := range at {
			if p != uint64(i)*factsEvery {
				t.Errorf("%s lies at %v", key, at)
				break
			}
		}
	}
}

// One that is put out keeps what came before.
func TestPutOut(t *testing.T) {
	w, err := shmlink.Create[float32]("out", 1<<19, shmlink.WithPolicies(impatient))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	s := share{facts: facts{rate: 256e3, bandRate: 256e3, deEmphasis: 50e-6}}
	dir := t.TempDir()
	r := start(t, nil, "fm", "-from", "shm:out", "-out", dir)
	for w.Stats().Readers == 0 {
		w.TrySlice()
	}
	const n = 3 * factsEvery
	w.TrySlice()
	w.ProduceTags(n, s.tagged(n, false)...)
	for readers := w.Readers(); readers[0].Stats.Items < n; readers = w.Readers() {
		w.TrySlice()
	}
	if !w.Evict(1) {
		t.Error("it is not there")
	}
	if status := <-r.status; status != 1 || r.log.String() != "sdr fm: shm:out: put out, too slow for more than 5s: this is what came\n" || !strings.Contains(r.out.String(), "0.19 s") {
		t.Errorf("status %d, %s%s", status, r.log.String(), r.out.String())
	}
	if got := strings.Join(names(t, dir), " "); got != "fm_0kHz.wav" {
		t.Errorf("files: %s", got)
	}
}
