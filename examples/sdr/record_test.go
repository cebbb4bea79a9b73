package main

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// The recording has the samples that were read, byte by byte, and each group of
// RDS where -json says it begins.
func TestRecord(t *testing.T) {
	path := wxrt(t, "wxrt_1024k_off200k.cu8")
	dir := t.TempDir()
	args := []string{"-in", path, "-station", "200k", "-frequency", "92.9M", "-deemphasis", "75"}
	var groups []event
	for _, e := range jsonLines(t, append(args, "-record", filepath.Join(dir, "a.sigmf-meta"))...) {
		if e.Type == "rds.group" {
			groups = append(groups, e)
		}
	}
	if n := strings.Join(names(t, dir), " "); n != "a.sigmf-data a.sigmf-meta" {
		t.Fatalf("files %s", n)
	}
	got, _ := os.ReadFile(filepath.Join(dir, "a.sigmf-data"))
	if want, _ := os.ReadFile(path); !bytes.Equal(got, want) {
		t.Errorf("%d bytes, not the %d that were read", len(got), len(want))
	}
	r, err := sigmf.Open(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Verify(); err != nil || r.Rate() != 1.024e6 || r.Metadata.Captures[0].Frequency != 92.9e6 {
		t.Errorf("%v, %+v", err, r.Metadata)
	}
	notes := r.Metadata.Annotations
	if len(notes) != len(groups) || len(groups) < 10 {
		t.Fatalf("%d annotations, %d groups", len(notes), len(groups))
	}
	for i, g := range groups {
		a := notes[i]
		if a.SampleStart != g.Sample || a.Label != "rds.group" || a.Comment != strings.Join(g.Blocks, " ") || a.FreqLower != 93.1e6-96e3 || a.FreqUpper != 93.1e6+96e3 {
			t.Errorf("group %d: %+v is %+v", i, g, a)
		}
		if bits := float64(a.SampleCount) / 1.024e6 * rds.BitRate; i < len(groups)-1 && math.Abs(bits-104) > 0.1 {
			t.Errorf("group %d is %g bits long", i, bits)
		}
	}
	// What was recorded is received as what it was recorded from.
	again := jsonLines(t, "-in", filepath.Join(dir, "a"), "-station", "200k", "-deemphasis", "75")
	again = slices.DeleteFunc(again, func(e event) bool { return e.Type != "rds.group" })
	if len(again) != len(groups) || again[3].Sample != groups[3].Sample {
		t.Errorf("%d groups, were %d", len(again), len(groups))
	}
}

// On the own signal it is known where each group begins; both stations are noted.
func TestRecordOfTheOwnSignal(t *testing.T) {
	dir := t.TempDir()
	status, stdout, stderr := sdr(t, "-seconds", "2.5", "-out", dir, "-record", filepath.Join(dir, "own"))
	if status != 0 || !strings.Contains(stdout, filepath.Join(dir, "own.sigmf-meta")) {
		t.Fatalf("status %d, %s%s", status, stdout, stderr)
	}
	m, err := sigmf.Load(filepath.Join(dir, "own"))
	if err != nil {
		t.Fatal(err)
	}
	const group = 104 * 1.024e6 / rds.BitRate // samples
	counts := map[float64]int{}
	for _, a := range m.Annotations {
		k := counts[a.FreqLower+96e3]
		if off := float64(a.SampleStart) - float64(k)*group; math.Abs(off) > group/104/8 {
			t.Errorf("group %d begins %g samples off", k, off)
		}
		counts[a.FreqLower+96e3]++
	}
	if len(counts) != 2 || counts[-250e3] < 27 || counts[200e3] < 27 {
		t.Errorf("groups: %v", counts)
	}
	if !slices.IsSortedFunc(m.Annotations, func(a, b sigmf.Annotation) int { return int(a.SampleStart) - int(b.SampleStart) }) {
		t.Error("out of order")
	}
}

func TestRecordThatCannotBe(t *testing.T) {
	path := wxrt(t, "wxrt_256k.sigmf-meta")
	for args, want := range map[string]string{
		"-in " + path + " -record " + strings.TrimSuffix(path, "meta") + "data": "would replace what is read",
		"-in " + path + " -record " + strings.TrimSuffix(path, ".sigmf-meta"):   "would replace what is read",
		"-record -":                        "-record needs the name of a recording",
		"-seconds 0.1 -record nowhere/a/b": "no such file or directory",
	} {
		dir := filepath.Join(t.TempDir(), "out")
		status, stdout, stderr := sdr(t, append([]string{"-out", dir}, strings.Fields(args)...)...)
		if status == 0 || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 || len(names(t, dir)) != 0 {
			t.Errorf("%s: status %d, %q, %v", args, status, stderr, names(t, dir))
		}
	}
	// One that was interrupted is none.
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if os.Symlink(folder, link) == nil { // where there are links
		status, _, stderr := sdr(t, "-in", path, "-out", dir, "-record", filepath.Join(link, "wxrt_256k"))
		if status != 2 || !strings.Contains(stderr, "would replace what is read") {
			t.Errorf("by another path: status %d, %s", status, stderr)
		}
	}
	dir = t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, log bytes.Buffer
	if status := run(ctx, []string{"-out", dir, "-record", filepath.Join(dir, "a")}, console{strings.NewReader(""), &out, &log}); status != 1 || len(names(t, dir)) != 0 {
		t.Errorf("status %d, %v", status, names(t, dir))
	}
}
