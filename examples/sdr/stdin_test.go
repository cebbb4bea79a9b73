package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What comes on standard input is received as from the file.
func TestStandardInput(t *testing.T) {
	path := adsb(t, "modes1_2M.cu8")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := sdr(t, "adsb", "-raw", "-in", path)
	status, stdout, stderr := sdrFrom(t, bytes.NewReader(b), "adsb", "-raw", "-in", "-", "-format", "cu8", "-rate", "2M")
	if status != 0 || stderr != "" || stdout != want {
		t.Errorf("status %d, %d bytes, want %d: %s", status, len(stdout), len(want), stderr)
	}
	if status, _, stderr := sdrFrom(t, bytes.NewReader(b[:1001]), "adsb", "-in", "-", "-format", "cu8", "-rate", "2M"); status != 1 || !strings.Contains(stderr, "1 bytes left over") {
		t.Errorf("cut in a sample: status %d, %s", status, stderr)
	}
	if status, _, stderr := sdr(t, "adsb", "-in", "-", "-format", "cu8", "-rate", "2M"); status != 1 || !strings.Contains(stderr, "no samples") {
		t.Errorf("empty: status %d, %s", status, stderr)
	}

	dir := t.TempDir()
	if b, err = os.ReadFile(wxrt(t, "wxrt_1024k_off200k.cu8")); err != nil {
		t.Fatal(err)
	}
	args := []string{"-in", "-", "-format", "cu8", "-rate", "1.024M", "-station", "200k", "-deemphasis", "75", "-out", dir}
	if status, stdout, stderr := sdrFrom(t, bytes.NewReader(b), args...); status != 0 || !strings.Contains(stdout, "18999.9 Hz") {
		t.Errorf("fm: status %d, %s%s", status, stdout, stderr)
	}
	if left, _ := sound(t, filepath.Join(dir, "fm_+200kHz.wav")); len(left) < 49000 {
		t.Errorf("%d frames", len(left))
	}
}

// An interrupt ends a command also while nothing comes, and what came by then is
// kept and told.
func TestInterruptWhileNothingComes(t *testing.T) {
	b, err := os.ReadFile(adsb(t, "modes1_2M.cu8"))
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	for _, c := range []struct{ args, stdout, stderr, files string }{
		{"adsb -in - -format cu8 -rate 2M", "4d2023", "sdr adsb: interrupted: this is what came so far\n", ""},
		{"fm -in - -format cu8 -rate 2M -station 0 -out " + out, "fm_0kHz.wav", "sdr fm: interrupted: this is what came so far\n", "fm_0kHz.wav spectrum.png waterfall.png"},
	} {
		stdin, writer := io.Pipe() // stays open
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			writer.Write(b)
			writer.Write(make([]byte, 1<<20)) // by the time this is taken, what was before is received or in the ring
			cancel()
		}()
		var stdout, log bytes.Buffer
		status := run(ctx, strings.Fields(c.args), console{stdin, &stdout, &log})
		if status != 1 || log.String() != c.stderr || !strings.Contains(stdout.String(), c.stdout) {
			t.Errorf("%s: status %d, %q, %q", c.args, status, log.String(), stdout.String())
		}
		if n := strings.Join(names(t, out), " "); n != c.files {
			t.Errorf("%s: files %s", c.args, n)
		}
		writer.Close()
	}
	// Before anything came there is nothing to keep.
	stdin, writer := io.Pipe()
	defer writer.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, log bytes.Buffer
	status := run(ctx, strings.Fields("fm -in - -format cu8 -rate 2M -station 0 -out "+filepath.Join(out, "none")), console{stdin, &stdout, &log})
	if status != 1 || log.String() != "sdr fm: interrupted, nothing written\n" || len(names(t, filepath.Join(out, "none"))) != 0 {
		t.Errorf("status %d, %q", status, log.String())
	}
}
