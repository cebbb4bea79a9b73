package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bar returns how many rows high the view is at an offset, as a part of the rate.
func bar(view string, offset float64) (rows int) {
	at := 7 + int((offset+0.5)*72)
	for _, line := range strings.Split(view, "\n")[:16] {
		if r := []rune(line); at < len(r) && r[at] != ' ' {
			rows++
		}
	}
	return rows
}

// The view shows the station where it is, both pictures are there, from a file
// and from standard input.
func TestSpectrum(t *testing.T) {
	path := wxrt(t, "wxrt_1024k_off200k.cu8")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, want string }{
		{"-in " + path + " -rate 1.024M", "1.024 s; "},
		{"-in - -format cu8 -rate 1.024M", "1.024 s; "},
		{"-in - -format cu8 -rate 1.024M -seconds 0.5", "0.5 s; "},
	} {
		dir := filepath.Join(t.TempDir(), "new")
		status, stdout, stderr := sdrFrom(t, bytes.NewReader(b), append(strings.Fields("spectrum "+c.args), "-out", dir)...)
		if status != 0 || stderr != "" || !strings.Contains(stdout, c.want) || !strings.Contains(stdout, "offset from the centre (kHz)") {
			t.Fatalf("%s: status %d, %s%s", c.args, status, stdout, stderr)
		}
		if station, beside := bar(stdout, 200./1024), bar(stdout, -200./1024); station < 15 || beside > 5 {
			t.Errorf("%s: bars of %d and %d rows:\n%s", c.args, station, beside, stdout)
		}
		if n := strings.Join(names(t, dir), " "); n != "spectrum.png waterfall.png" {
			t.Errorf("%s: files %s", c.args, n)
		}
		for _, name := range names(t, dir) {
			p, _ := os.ReadFile(filepath.Join(dir, name))
			if _, err := png.Decode(bytes.NewReader(p)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// The frequency that a recording or the name of its file tells is in the view.
func TestSpectrumOfNamedFiles(t *testing.T) {
	samples := make([]byte, 20000)
	for i := range samples {
		samples[i] = byte(i * i)
	}
	for path, want := range map[string]string{
		wxrt(t, "wxrt_256k.sigmf-meta"):             "93.100 MHz",
		write(t, "g001_433.92M_250k.cu8", samples):  "433.920 MHz",
		write(t, "fm_93.1MHz_2.4Msps.cs8", samples): "93.100 MHz",
	} {
		if status, stdout, stderr := sdr(t, "spectrum", "-in", path, "-out", t.TempDir()); status != 0 || !strings.Contains(stdout, want) {
			t.Errorf("%s: status %d, %s%s", path, status, stdout, stderr)
		}
	}
}

func TestSpectrumOfTooLittle(t *testing.T) {
	for want, n := range map[string]int{"holds no samples": 0, "100 samples are too few": 200, "1 bytes left over": 20001} {
		dir := filepath.Join(t.TempDir(), "new")
		status, stdout, stderr := sdr(t, "spectrum", "-rate", "1M", "-out", dir, "-in", write(t, "a.cu8", make([]byte, n)))
		if status != 1 || stdout != "" || !strings.Contains(stderr, want) || len(names(t, dir)) != 0 {
			t.Errorf("%d bytes: status %d, %s%s, %v", n, status, stdout, stderr, names(t, dir))
		}
	}
	// Silence is something to look at.
	if status, stdout, _ := sdr(t, "spectrum", "-rate", "1M", "-out", t.TempDir(), "-in", write(t, "a.cs8", make([]byte, 20000))); status != 0 || bar(stdout, 0) > 5 {
		t.Errorf("silence: status %d\n%s", status, stdout)
	}
}
