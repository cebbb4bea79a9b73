package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
)

// TestMain is the program itself where the environment says so. Streams go where nobody
// else looks.
func TestMain(m *testing.M) {
	if os.Getenv("FANOUT_ITSELF") != "" {
		main()
	}
	dir, err := os.MkdirTemp("", "fanout")
	if err == nil {
		err = errors.Join(os.Setenv("XDG_RUNTIME_DIR", dir), os.Setenv("FANOUT_ITSELF", "1"))
	}
	if err != nil {
		panic(err)
	}
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // else each process of a race build takes a second to end
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// between returns the streams between processes and skips the test where there are none.
func between(t *testing.T) streams {
	t.Helper()
	s := betweenProcesses()
	if s == nil {
		t.Skip("there are no streams between processes here")
	}
	return s
}

// fanout runs the command without streams between processes and returns its exit
// status and what it says.
func fanout(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	status = run(t.Context(), args, console{strings.NewReader(""), &out, &log, nil, nil})
	return status, out.String(), log.String()
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var s []string
	for _, e := range entries {
		s = append(s, e.Name())
	}
	return strings.Join(s, " ")
}

// database returns the record of the MIT-BIH Arrhythmia Database and its beats.
func database(t *testing.T) (data, beats string) {
	t.Helper()
	const dir = "../../../shared/data/ecg/"
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		t.Skip("the recording is absent: see CONTRIBUTING.md")
	}
	return dir + "mitdb100_first15min.dat", dir + "beats_expected.csv"
}

// Without arguments: 15 seconds, every beat found, none lost; here as fast as can be.
func TestOwnHeart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "out")
	for _, args := range [][]string{nil, {"-one-process"}, {"-lead", "1"}} {
		status, stdout, stderr := fanout(t, append(args, "-speed", "max", "-out", dir)...)
		want := "published 5400 frames (15.0 s), 18 beats; received detect 5400, record 5400, strip 5400; detected 18 of 18 beats, 0 invented; " +
			filepath.Join(dir, "ecg.dat") + " bit for bit; lost 0 frames"
		if status != 0 || stderr != "" || lastLine(stdout) != want {
			t.Errorf("%v: status %d, %s\n%s", args, status, stderr, stdout)
		}
		if !strings.Contains(stdout, "  15 s   7") {
			t.Errorf("the strip does not come to 15 s: %s", stdout)
		}
	}
	if n := names(t, dir); n != "ecg.dat ecg.hea ecg.sha256" {
		t.Errorf("files: %s", n)
	}
}

// Of the record all beats are found, and what is recorded is the record.
func TestDatabase(t *testing.T) {
	data, beats := database(t)
	dir := t.TempDir()
	status, stdout, stderr := fanout(t, "-in", data, "-beats", beats, "-speed", "max", "-out", dir)
	if status != 0 || stderr != "" || !strings.Contains(lastLine(stdout), "detected 1145 of 1145 beats, 0 invented") {
		t.Errorf("status %d, %s\n%s", status, stderr, lastLine(stdout))
	}
	want, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "ecg.dat")); err != nil || !bytes.Equal(got, want) {
		t.Errorf("recorded are %d bytes, want %d and the same; %v", len(got), len(want), err)
	}
	status, stdout, _ = fanout(t, "-in", data, "-seconds", "10", "-speed", "max", "-out", dir)
	if status != 0 || !strings.HasPrefix(lastLine(stdout), "published 3600 frames (10.0 s), 0 beats") || !strings.Contains(stdout, "; detected 13 beats;") {
		t.Errorf("10 s without marks: status %d, %s", status, lastLine(stdout))
	}
}

// A record that is cut off is published as far as it goes, and that is said.
func TestCutOff(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "cut.dat")
	os.WriteFile(path, make([]byte, 3*ecg.Rate+1), 0o666)
	status, stdout, stderr := fanout(t, "-in", path, "-speed", "max", "-out", dir)
	if status != 1 || !strings.HasPrefix(lastLine(stdout), "published 360 frames") || !strings.Contains(stderr, "cut off in frame 360, at byte 1081: 1 of its 3 bytes") ||
		!strings.Contains(stderr, "cut.dat") || strings.Count(stderr, "\n") != 1 {
		t.Errorf("status %d, %s\n%s", status, stderr, stdout)
	}
}

func TestHelp(t *testing.T) {
	for _, flag := range []string{"-h", "-help", "--help"} {
		for args, want := range map[string]string{"": help, "publish": publishHelp, "subscribe": subscribeHelp, "subscribe strip": subscribeHelp} {
			if status, stdout, stderr := fanout(t, append(strings.Fields(args), flag)...); status != 0 || stdout != want || stderr != "" {
				t.Errorf("%s %s: status %d, %q", args, flag, status, stderr)
			}
			for line := range strings.Lines(want) {
				if len([]rune(line)) > 91 {
					t.Errorf("help of %s has a line of %d characters: %s", args, len([]rune(line)), line)
				}
			}
		}
	}
}

// One line says what is wrong and where it is explained; nothing is made.
func TestWrongArguments(t *testing.T) {
	for _, c := range []struct{ args, begin, want string }{
		{"nonsense", "fanout: ", `no command "nonsense": there are publish, subscribe`},
		{"-nonsense", "fanout: ", "flag provided but not defined: -nonsense"},
		{"-speed 0", "fanout: ", "a speed is max or a number, 0.01 or more"},
		{"-speed NaN", "fanout: ", "a speed is max"},
		{"-seconds 0", "fanout: ", "a length is 0.1 seconds or more"},
		{"-seconds 1 file.dat", "fanout: ", `unexpected argument "file.dat": a record is named by -in FILE`},
		{"-heart-rate 20", "fanout: ", "a heart rate is 30 to 200 a minute"},
		{"-heart-rate 60 -in f", "fanout: ", "-heart-rate is for a heart made here"},
		{"-beats f", "fanout: ", "-beats is for a record: add -in FILE"},
		{"-lead 2", "fanout: ", "a lead is 0 or 1"},
		{"publish -lead 1", "fanout publish: ", "not defined: -lead"},
		{"publish -beats f", "fanout publish: ", "add -in FILE"},
		{"subscribe", "fanout subscribe: ", "there is nothing to do with it: fanout subscribe detect, record or strip"},
		{"subscribe -lead 1", "fanout subscribe: ", "there is nothing to do with it"},
		{"subscribe listen", "fanout subscribe: ", `no subscriber "listen": there are detect, record, strip`},
		{"subscribe detect -out x", "fanout subscribe: ", "-out is for record, not for detect"},
		{"subscribe record -lossy", "fanout subscribe: ", "-lossy is for strip, not for record"},
		{"subscribe record -lead 1", "fanout subscribe: ", "-lead is for detect, not for record"},
	} {
		t.Chdir(t.TempDir())
		status, stdout, stderr := fanout(t, strings.Fields(c.args)...)
		if status != 2 || stdout != "" || !strings.HasPrefix(stderr, c.begin) || !strings.Contains(stderr, c.want) ||
			strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, " -h explains)") {
			t.Errorf("%s: status %d, stderr %q, want %q", c.args, status, stderr, c.want)
		}
		if n := names(t, "."); n != "" {
			t.Errorf("%s: left %s", c.args, n)
		}
	}
	for args, want := range map[string]string{
		"-in missing.dat": "missing.dat", "publish": "no streams between processes here", "subscribe detect": "fanout -one-process",
	} {
		if status, _, stderr := fanout(t, strings.Fields(args)...); status != 1 || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: status %d, %q", args, status, stderr)
		}
	}
}

// An interrupt ends all in order; what came by then is told and kept.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	out := &watched{on: map[string]func(){"   2 s": cancel}}
	var log bytes.Buffer
	status := run(ctx, []string{"-one-process", "-seconds", "1e6", "-speed", "50", "-out", dir}, console{strings.NewReader(""), out, &log, nil, nil})
	if last := lastLine(out.String()); status != 0 || log.Len() > 0 || !strings.Contains(last, " beats (interrupted); received") || !strings.Contains(last, "bit for bit; lost 0 frames") {
		t.Errorf("status %d, %s\n%s", status, log.String(), out.String())
	}
}
