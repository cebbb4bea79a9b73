package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/shmlink"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// alone gives the test a folder of streams of its own.
func alone(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("", "top") // a short one: it is part of a socket's address
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	t.Setenv("XDG_RUNTIME_DIR", dir)
}

func create[T any](t *testing.T, name string, items int) *shmlink.Writer[T] {
	t.Helper()
	w, err := shmlink.Create[T](name, items)
	require.NoError(t, err)
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func open[T any](t *testing.T, name string, p shmlink.Policy) *shmlink.Reader[T] {
	t.Helper()
	r, err := shmlink.Open[T](t.Context(), name, shmlink.WithPolicy(p))
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func produce[T any](t *testing.T, w *shmlink.Writer[T], n int) {
	t.Helper()
	for n > 0 {
		s, err := w.Slice(t.Context(), 1)
		require.NoError(t, err)
		m := min(n, len(s))
		w.Produce(m)
		n -= m
	}
}

// top runs the command and returns its exit status and what it says.
func top(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	status = run(t.Context(), args, console{&out, &log, false})
	return status, out.String(), log.String()
}

// cells are the words of the line that begins with a word.
func cells(t *testing.T, text, first string) []string {
	t.Helper()
	for line := range strings.Lines(text) {
		if c := regexp.MustCompile(` {2,}`).Split(strings.TrimSpace(line), -1); c[0] == first {
			return c
		}
	}
	t.Fatalf("no line of %s in\n%s", first, text)
	return nil
}

func TestAllStreams(t *testing.T) {
	alone(t)
	fast, slow := create[complex64](t, "iq", 4096), create[[3]int16](t, "slow", 4096)
	open[complex64](t, "iq", shmlink.Block())
	r := open[complex64](t, "iq", shmlink.Drop())
	produce(t, fast, 1024)
	_, err := r.Slice(t.Context(), 1)
	require.NoError(t, err)
	require.NoError(t, r.Consume(1000))
	produce(t, slow, 100)

	status, out, log := top(t, "-every", "1ms")
	require.Zero(t, status, log)
	assert.Equal(t, 3, strings.Count(out, "\n"), out)
	pid := regexp.MustCompile(`^\d+ shmtop`)
	c := cells(t, out, "iq")
	assert.Equal(t, []string{"iq", "complex64", "0/s", "0 B/s", "2", "1024", "25 %", "0"}, c[:8])
	assert.Regexp(t, pid, c[8])
	assert.Equal(t, []string{"slow", "[3]int16", "0/s", "0 B/s", "0", "0", "0 %", "0"}, cells(t, out, "slow")[:8])
}

func TestOneStream(t *testing.T) {
	alone(t)
	w := create[float32](t, "multiplex", 4096)
	open[float32](t, "multiplex", shmlink.Block())
	lossy := open[float32](t, "multiplex", shmlink.Evict(time.Hour))
	produce(t, w, 3072)
	_, err := lossy.Slice(t.Context(), 1)
	require.NoError(t, err)
	require.NoError(t, lossy.Consume(2048))

	for _, args := range [][]string{{"multiplex", "-every", "1ms", "-once"}, {"-once", "-every", "1ms", "multiplex"}} {
		status, out, log := top(t, args...)
		require.Zero(t, status, log)
		for _, want := range []string{"multiplex: items of float32, 4 B; written by process ", "0/s, 0 B/s; 3072 items so far", "ring of 4096 items, 16 KiB, 75 % full; 2 of 64 readers\n"} {
			assert.Contains(t, out, want)
		}
		c := cells(t, out, "1")
		assert.Equal(t, []string{"block", "0/s", "3072", "75 %"}, c[2:6])
		c = cells(t, out, "2")
		assert.Equal(t, []string{"evict after 1h0m0s", "0/s", "1024", "25 %", "3072", "0", "0"}, c[2:9])
	}
}

// What a reader that drops has lost is counted, in both tables.
func TestLost(t *testing.T) {
	alone(t)
	w := create[uint64](t, "x", 512)
	r := open[uint64](t, "x", shmlink.Drop())
	produce(t, w, 10_000)
	s, err := r.Slice(t.Context(), 1)
	require.NoError(t, err)
	require.Error(t, r.Consume(len(s)))
	lost := r.Stats().Lost
	require.NotZero(t, lost)
	_, out, _ := top(t, "-every", "1ms")
	assert.Equal(t, []string{"0", "0 %", itoa(lost)}, cells(t, out, "x")[5:8])
	_, out, _ = top(t, "-every", "1ms", "x")
	assert.Equal(t, itoa(lost), cells(t, out, "1")[7])
}

func itoa(n uint64) string { b, _ := json.Marshal(n); return string(b) }

// Rates are of one stream between two looks.
func TestRates(t *testing.T) {
	alone(t)
	w := create[uint64](t, "x", 512)
	r := open[uint64](t, "x", shmlink.Block())
	before, err := look(t.Context(), "x", nil)
	require.NoError(t, err)
	assert.Less(t, before[0].rate, 0.0)
	produce(t, w, 300)
	_, err = r.Slice(t.Context(), 1)
	require.NoError(t, err)
	require.NoError(t, r.Consume(100))
	before[0].at = time.Now().Add(-time.Hour)
	now, err := look(t.Context(), "", before)
	require.NoError(t, err)
	assert.InDelta(t, 300.0/3600, now[0].rate, 0.01)
	assert.InDelta(t, 100.0/3600, now[0].rates[1], 0.01)

	require.NoError(t, w.Close())
	produce(t, create[uint64](t, "x", 512), 500)
	now, err = look(t.Context(), "x", now)
	require.NoError(t, err)
	assert.Less(t, now[0].rate, 0.0, "another stream of that name")
}

func TestJSON(t *testing.T) {
	alone(t)
	status, out, _ := top(t, "-json")
	assert.Zero(t, status)
	assert.Equal(t, "[]\n", out)

	w := create[float32](t, "x", 1024)
	open[float32](t, "x", shmlink.Block())
	produce(t, w, 10)
	var all []struct {
		Name, Type string
		Rate       *float64
		Readers    []struct {
			Policy string
			Rate   *float64
			Stats  struct{ Fill int }
		}
	}
	status, out, log := top(t, "-json", "-every", "1ms")
	require.Zero(t, status, log)
	require.NoError(t, json.Unmarshal([]byte(out), &all), out)
	require.Len(t, all, 1)
	assert.Equal(t, "x float32", all[0].Name+" "+all[0].Type)
	require.Len(t, all[0].Readers, 1)
	require.NotNil(t, all[0].Rate)
	require.NotNil(t, all[0].Readers[0].Rate)
	assert.Equal(t, 10, all[0].Readers[0].Stats.Fill)

	status, out, log = top(t, "-json", "x", "-every", "1ms")
	require.Zero(t, status, log)
	require.NoError(t, json.Unmarshal([]byte(out), &all[0]), out)
}

// One line says what is wrong.
func TestErrors(t *testing.T) {
	alone(t)
	one := func(args, want string, wantStatus int) {
		t.Helper()
		status, out, log := top(t, strings.Fields(args)...)
		assert.Equal(t, wantStatus, status, args)
		assert.Empty(t, out, args)
		assert.Contains(t, log, want, args)
		assert.Equal(t, 1, strings.Count(log, "\n"), log)
		assert.True(t, strings.HasPrefix(log, "shmtop: "), log)
	}
	one("", "there are no streams in "+os.Getenv("XDG_RUNTIME_DIR"), 1)
	one("adc", `there is no stream "adc": there are no streams in`, 1)
	create[byte](t, "b", 1)
	create[byte](t, "a", 1)
	one("adc", `there is no stream "adc"; there are a, b`, 1)
	one("adc -json", `there are a, b`, 1)
	one("../b", `"../b"`, 1)
	one("a b", `one stream at a time, and not "b" beside "a"`, 2)
	one("-every 0s", "1ms to 1h", 2)
	one("-every soon", "1ms to 1h", 2)
	one("-nonsense", "flag provided but not defined: -nonsense (shmtop -h explains)", 2)
	for _, flag := range []string{"-h", "-help", "--help"} {
		status, out, log := top(t, flag)
		assert.Zero(t, status)
		assert.Equal(t, help, out+log)
	}
	for line := range strings.Lines(help) {
		assert.LessOrEqual(t, len(line), 92, line)
	}
}

// A process that does not answer, as one that is stopped, is said so, and hides nobody.
func TestNoAnswer(t *testing.T) {
	alone(t)
	mute, err := shm.Listen("mute")
	require.NoError(t, err)
	defer mute.Close()
	create[byte](t, "x", 1)
	status, out, log := top(t, "-every", "1ms")
	require.Zero(t, status, log)
	cells(t, out, "x")
	assert.Contains(t, out, "mute: it does not answer within 500ms: its process may be stopped\n")
	status, out, log = top(t, "-json", "-every", "1ms")
	require.Zero(t, status, log)
	assert.Contains(t, out, `"error": "it does not answer`)
	status, _, log = top(t, "mute")
	assert.Equal(t, 1, status)
	assert.Contains(t, log, `stream "mute": it does not answer`)
}

// Names of another process do not steer the terminal.
func TestPlain(t *testing.T) {
	alone(t)
	create[byte](t, "\x1b[2Jx\n", 1)
	status, out, log := top(t, "-every", "1ms")
	require.Zero(t, status, log)
	assert.Contains(t, out, "?[2Jx? ")
	assert.NotContains(t, out, "\x1b")
}

// screen is a terminal; on is called with all that was written so far.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
	on   func(string)
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Write(p)
	s.on(s.text.String())
	return len(p), nil
}

// On a terminal the table stays in place and follows the streams.
func TestFollow(t *testing.T) {
	alone(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var w *shmlink.Writer[byte]
	var log bytes.Buffer
	s := &screen{on: func(text string) {
		switch shown := strings.Split(text, home); {
		case len(shown) == 2:
			if w == nil {
				w = create[byte](t, "late", 1)
			}
		case strings.Contains(shown[len(shown)-1], "late"):
			cancel()
		}
	}}
	status := run(ctx, []string{"-every", "1ms"}, console{s, &log, true})
	out := s.text.String()
	assert.Zero(t, status)
	assert.Empty(t, log.String())
	assert.True(t, strings.HasPrefix(out, begin+home+"there are no streams in "), "%q", out)
	assert.True(t, strings.HasSuffix(out, rest+restore), "%q", out)
}

// The end of the stream that is shown is the end.
func TestFollowOne(t *testing.T) {
	alone(t)
	w := create[byte](t, "x", 1)
	s := &screen{on: func(text string) {
		if strings.Count(text, home) == 3 {
			_ = w.Close()
		}
	}}
	var log bytes.Buffer
	assert.Zero(t, run(t.Context(), []string{"x", "-every", "1ms"}, console{s, &log, true}))
	assert.Empty(t, log.String())
	assert.True(t, strings.HasSuffix(s.text.String(), rest+"x has ended\n"+restore), "%q", s.text.String())

	create[byte](t, "y", 1)
	s = &screen{on: func(string) {}}
	assert.Equal(t, 1, run(t.Context(), []string{"x"}, console{s, &log, true}))
	assert.Equal(t, "shmtop: there is no stream \"x\"; there are y\n", log.String())
	assert.Empty(t, s.text.String())
}

// The program itself, built and run, into a pipe.
func TestCommand(t *testing.T) {
	alone(t)
	path := filepath.Join(t.TempDir(), "shmtop")
	build, err := exec.Command("go", "build", "-tags", tags, "-o", path, ".").CombinedOutput()
	require.NoError(t, err, "%s", build)
	w := create[int16](t, "adc", 4096)
	open[int16](t, "adc", shmlink.Block())
	produce(t, w, 2048)
	out, err := exec.Command(path, "-every", "10ms").CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Equal(t, []string{"adc", "int16", "0/s", "0 B/s", "1", "2048", "50 %", "0"}, cells(t, string(out), "adc")[:8])
	out, err = exec.Command(path, "missing").CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 1, exit.ExitCode())
	assert.Equal(t, "shmtop: there is no stream \"missing\"; there are adc\n", string(out))
}
