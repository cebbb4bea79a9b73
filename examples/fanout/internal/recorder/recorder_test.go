package recorder_test

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/recorder"
)

// TestMain is, where the environment says so, a recorder that waits to be killed.
func TestMain(m *testing.M) {
	if base := os.Getenv("RECORD_AND_WAIT"); base != "" {
		r, err := recorder.Create(base, leads)
		if err == nil {
			err = r.Write(make([]ecg.Frame, 10_000))
		}
		if err != nil {
			panic(err)
		}
		os.Stdout.WriteString("written\n")
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var leads = [2]string{"MLII", "V5"}

func signal(t *testing.T, n uint64) []ecg.Frame {
	t.Helper()
	s, err := ecg.NewSynthetic(ecg.Config{HeartRate: 70, Seed: 1, Frames: n})
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]ecg.Frame, n)
	if _, _, err := s.Read(frames, nil); err != io.EOF {
		t.Fatal(err)
	}
	return frames
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, e := range entries {
		s = append(s, e.Name())
	}
	return strings.Join(s, " ")
}

// The record can be read, its header is to the letter what header(5) asks for, and
// its sums are right. A gap is in it as missing samples.
func TestRecord(t *testing.T) {
	dir := t.TempDir()
	base := filepath.Join(dir, "a")
	os.WriteFile(base+".hea", []byte("an old one"), 0o666)
	r, err := recorder.Create(base, leads)
	if err != nil {
		t.Fatal(err)
	}
	frames := signal(t, 5000)
	if err := errors.Join(r.Write(frames[:1]), r.Write(frames[1:3000]), r.Skip(7), r.Write(frames[3000:])); err != nil {
		t.Fatal(err)
	}
	if n := names(t, dir); !strings.Contains(n, ".part") || strings.Contains(n, "a.dat ") {
		t.Errorf("while it is written: %s", n)
	}
	sum, err := r.Keep()
	if err != nil {
		t.Fatal(err)
	}
	r.Discard()
	if n := names(t, dir); n != "a.dat a.hea a.sha256" {
		t.Errorf("files: %s", n)
	}

	f, err := os.Open(base + ".dat")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := make([]ecg.Frame, 0, 6000)
	for from := ecg.NewReader(f); ; {
		n, err := from.Read(got[len(got):cap(got)])
		got = got[:len(got)+n]
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	gap := slices.Repeat([]ecg.Frame{{ecg.Least, ecg.Least}}, 7)
	want := slices.Concat(frames[:3000], gap, frames[3000:])
	if !slices.Equal(got, want) {
		t.Errorf("%d frames, want %d and the same", len(got), len(want))
	}
	header, _ := os.ReadFile(base + ".hea")
	if text := "a 2 360 5007\n" +
		"a.dat 212 200(1024)/mV 12 1024 " + first(want, 0) + " 0 MLII\n" +
		"a.dat 212 200(1024)/mV 12 1024 " + first(want, 1) + " 0 V5\n" +
		"# 5007 frames, 7 of them missing\n"; string(header) != text {
		t.Errorf("header:\n%swant:\n%s", header, text)
	}
	if text, _ := os.ReadFile(base + ".sha256"); !strings.HasPrefix(string(text), sum+"  a.dat\n") || len(sum) != 64 {
		t.Errorf("sum %s, file:\n%s", sum, text)
	}
	check := exec.Command("sha256sum", "--strict", "-c", "a.sha256")
	check.Dir = dir
	if out, err := check.CombinedOutput(); errors.Is(err, exec.ErrNotFound) {
		t.Log("sha256sum is absent")
	} else if err != nil || string(out) != "a.dat: OK\na.hea: OK\n" {
		t.Errorf("sha256sum: %v\n%s", err, out)
	}
}

// first returns the first sample of a lead and the sum of all, in 16 bits.
func first(frames []ecg.Frame, lead int) string {
	sum := int64(0)
	for _, f := range frames {
		sum += int64(f[lead])
	}
	return strings.Join([]string{strconv.Itoa(int(frames[0][lead])), strconv.Itoa(int(int16(sum)))}, " ")
}

func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	r, err := recorder.Create(filepath.Join(dir, "a"), leads)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Keep(); err == nil || !strings.Contains(err.Error(), "no frames") {
		t.Errorf("of nothing: %v", err)
	}
	if r, err = recorder.Create(filepath.Join(dir, "a"), leads); err != nil {
		t.Fatal(err)
	}
	if err := r.Write([]ecg.Frame{{1, 2}, {3000, 0}}); err == nil || !strings.Contains(err.Error(), "record frame 1: sample 3000 of lead 0") {
		t.Errorf("a sample too large: %v", err)
	}
	os.MkdirAll(filepath.Join(dir, "a.dat", "in the way"), 0o777)
	if _, err := r.Keep(); err == nil {
		t.Error("renamed over a directory that is not empty")
	}
	if n := names(t, dir); n != "a.dat" {
		t.Errorf("left: %s", n)
	}
	if _, err := recorder.Create(filepath.Join(dir, "missing", "a"), leads); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in a directory that is not there: %v", err)
	}
}

// A recorder that is killed leaves nothing under the names of a record.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "RECORD_AND_WAIT="+filepath.Join(dir, "a"))
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if line != "written\n" {
		t.Errorf("the recorder says %q, %v", line, err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()
	if n := names(t, dir); !strings.HasPrefix(n, "a.dat.") || !strings.HasSuffix(n, ".part") {
		t.Errorf("left: %s", n)
	}
}

func TestWriteDoesNotAllocate(t *testing.T) {
	r, err := recorder.Create(filepath.Join(t.TempDir(), "a"), leads)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Discard()
	frames := signal(t, 1000)
	if n := testing.AllocsPerRun(20, func() { r.Write(frames) }); n != 0 {
		t.Errorf("%g allocations for 1000 frames", n)
	}
}
