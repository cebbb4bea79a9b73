package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"image/png"
	"io"
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sdr runs the command and returns its exit status and what it says.
func sdr(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	return sdrFrom(t, strings.NewReader(""), args...)
}

// sdrFrom is sdr with a standard input.
func sdrFrom(t *testing.T, stdin io.Reader, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	status = run(t.Context(), args, console{stdin, &out, &log})
	return status, out.String(), log.String()
}

// sound reads a WAV file that the command has written.
func sound(t *testing.T, path string) (left, right []float64) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for b = b[44:]; len(b) >= 4; b = b[4:] {
		left = append(left, float64(int16(binary.LittleEndian.Uint16(b)))/32767)
		right = append(right, float64(int16(binary.LittleEndian.Uint16(b[2:])))/32767)
	}
	return left, right
}

// tone measures the amplitude at f Hz, under a Hann window.
func tone(s []float64, f float64) float64 {
	var sum complex128
	for n, v := range s {
		w := 1 - math.Cos(2*math.Pi*float64(n)/float64(len(s)))
		sum += complex(v*w, 0) * cmplx.Rect(1, -2*math.Pi*f/audioRate*float64(n))
	}
	return 2 * cmplx.Abs(sum) / float64(len(s))
}

// plainTone measures the amplitude at f Hz, every sample counting the same.
func plainTone(s []float64, f float64) float64 {
	var sum complex128
	for n, v := range s {
		sum += complex(v, 0) * cmplx.Rect(1, -2*math.Pi*f/audioRate*float64(n))
	}
	return 2 * cmplx.Abs(sum) / float64(len(s))
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var s []string
	for _, e := range entries {
		s = append(s, e.Name())
	}
	return s
}

// Without arguments: both stations, each tone where the transmitter put it.
func TestOwnSignal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "out")
	status, stdout, stderr := sdr(t, "-seconds", "4", "-out", dir)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	t.Logf("\n%s", stdout)
	for _, want := range []string{"-250 kHz", "+200 kHz", "19000.0 Hz", "6.75 kHz", "-10.5 dBFS", "-20.0 dBFS", "x real time", "a signal made here, 4 s of 2 stations", "pictures: " + filepath.Join(dir, "spectrum.png")} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the table lacks %q", want)
		}
	}
	if got := strings.Join(names(t, dir), " "); got != "fm_+200kHz.wav fm_-250kHz.wav spectrum.png waterfall.png" {
		t.Errorf("files: %s", got)
	}
	for _, c := range []struct {
		name        string
		left, right float64
	}{{"fm_-250kHz.wav", 440, 1000}, {"fm_+200kHz.wav", 660, 1500}} {
		left, right := sound(t, filepath.Join(dir, c.name))
		for _, part := range []struct {
			name  string
			from  int // frames
			least float64
		}{{"all of it", 0, 25}, {"once stereo is open", 0.2 * audioRate, 45}} {
			left, right := left[part.from:], right[part.from:]
			for side, s := range map[string][2]float64{
				"left":  {plainTone(left, c.left), plainTone(right, c.left)},
				"right": {plainTone(right, c.right), plainTone(left, c.right)},
			} {
				separation := 20 * math.Log10(s[0]/s[1])
				t.Logf("%s %s, %s: %.3f, separation %.1f dB", c.name, side, part.name, s[0], separation)
				if math.Abs(s[0]-0.4) > 0.02 || separation < part.least {
					t.Errorf("%s %s, %s: %.3f, separation %.1f dB", c.name, side, part.name, s[0], separation)
				}
			}
		}
	}
	b, _ := os.ReadFile(filepath.Join(dir, "spectrum.png"))
	if _, err := png.Decode(bytes.NewReader(b)); err != nil {
		t.Error(err)
	}
}

func TestHelp(t *testing.T) {
	if status, stdout, _ := sdr(t, "help"); status != 0 || stdout != help {
		t.Errorf("help: status %d", status)
	}
	for _, flag := range []string{"-h", "-help", "--help"} {
		for args, want := range map[string]string{"": help, "fm": fmHelp, "adsb": adsbHelp, "spectrum": spectrumHelp} {
			if status, stdout, stderr := sdr(t, append(strings.Fields(args), flag)...); status != 0 || stdout != want || stderr != "" {
				t.Errorf("%s %s: status %d, %q", args, flag, status, stderr)
			}
			for line := range strings.Lines(want) {
				if len([]rune(line)) > 91 {
					t.Errorf("help of %s has a line of %d characters: %s", args, len([]rune(line)), line)
				}
			}
			if !strings.Contains(help, "sdr "+args+" ") && args != "" && args != "fm" {
				t.Errorf("sdr -h does not tell of %s", args)
			}
		}
	}
}

// fm is what is meant when no command is named.
func TestFMByName(t *testing.T) {
	dir := t.TempDir()
	if status, _, stderr := sdr(t, "fm", "-seconds", "0.1", "-out", dir); status != 0 || len(names(t, dir)) < 3 {
		t.Errorf("status %d, %s; %v", status, stderr, names(t, dir))
	}
}

// An unknown command or flag of any command: one line, which names what there is.
func TestWrongCommand(t *testing.T) {
	for _, c := range []struct{ args, begin, want string }{
		{"nonsense", "sdr: ", `no command "nonsense": there are fm, adsb, spectrum`},
		{"file.cu8", "sdr: ", "a recording is named by -in FILE"},
		{"fm -nonsense", "sdr fm: ", "-nonsense (sdr fm -h explains)"},
		{"fm adsb", "sdr fm: ", `unexpected argument "adsb"`},
		{"adsb -nonsense", "sdr adsb: ", "-nonsense (sdr adsb -h explains)"},
		{"adsb -raw -json", "sdr adsb: ", "choose one"},
		{"adsb -rate 2M", "sdr adsb: ", "-rate is for a recording: add -in FILE"},
		{"adsb -in -", "sdr adsb: ", "standard input does not tell the format: add -format"},
		{"adsb -in - -format cu8", "sdr adsb: ", "add -rate HZ"},
		{"adsb -in - -format cu8 -rate 1M", "sdr adsb: ", "1000000 samples a second: Mode S is received at 2M"},
		{"adsb -in .", "sdr adsb: ", ". is a directory: -in names a file"},
		{"fm -in http://a", "sdr fm: ", "http://a is not known: -in names a file, or a radio as rtl_tcp://HOST:PORT"},
		{"fm -ppm x", "sdr fm: ", "it is a whole number of parts per million"},
		{"fm -in - -format cu8 -rate 1000M", "sdr fm: ", "standard input: 1000000000 samples a second, 100 to 100000000 can be received"},
		{"spectrum -in - -format cu8 -rate 1", "sdr spectrum: ", "standard input: 1 samples a second, 100 to 100000000 can be received"},
		{"fm -record .", "sdr fm: ", "-record needs the name of a recording"},
		{"fm -record a/", "sdr fm: ", "-record needs the name of a recording"},
		{"fm -record a.sigmf", "sdr fm: ", "name it a.sigmf-meta"},
		{"fm -seconds 0.1 -out=", "sdr fm: ", "-out needs the name of a directory"},
		{"spectrum", "sdr spectrum: ", "add -in FILE"},
		{"spectrum -station 1k", "sdr spectrum: ", "-station (sdr spectrum -h explains)"},
		{"spectrum -in - -format cu9 -rate 1M", "sdr spectrum: ", "-format cu9: it is cu8"},
	} {
		status, stdout, stderr := sdr(t, strings.Fields(c.args)...)
		if status != 2 || stdout != "" || !strings.HasPrefix(stderr, c.begin) || !strings.Contains(stderr, c.want) ||
			strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, " -h explains)") {
			t.Errorf("%s: status %d, stderr %q, want %q", c.args, status, stderr, c.want)
		}
	}
}

// One line says what is wrong; nothing is made.
func TestWrongArguments(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-nonsense", "flag provided but not defined: -nonsense"},
		{"file.cu8", `unexpected argument "file.cu8": a recording is named by -in FILE`},
		{"-deemphasis 60", "it is 50 or 75 microseconds"},
		{"-station x -in f", "a frequency is written as 200000, 200k or 0.2M"},
		{"-station 1k -station 1000 -in f", "station +1000 Hz is named twice"},
		{"-station 1k", "-station is for a recording: add -in FILE"},
		{"-rate 1M", "-rate is for a recording: add -in FILE"},
		{"-rate -1M -in f", "a rate is more than 0"},
		{"-seconds 0", "a length is 0.1 to 1000000 seconds"},
		{"-in", "flag needs an argument: -in"},
	} {
		dir := t.TempDir()
		status, stdout, stderr := sdr(t, append([]string{"-out", filepath.Join(dir, "out")}, strings.Fields(c.args)...)...)
		if status != 2 || stdout != "" || !strings.HasPrefix(stderr, "sdr: ") || !strings.Contains(stderr, c.want) ||
			strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "sdr fm -h") {
			t.Errorf("%s: status %d, stderr %q, want %q", c.args, status, stderr, c.want)
		}
		if n := names(t, dir); len(n) != 0 {
			t.Errorf("%s: left %v", c.args, n)
		}
	}
}

func TestInterruptLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, log bytes.Buffer
	if status := run(ctx, []string{"-out", dir}, console{strings.NewReader(""), &out, &log}); status != 1 || log.String() != "sdr: interrupted, nothing written\n" {
		t.Errorf("status %d, %q", status, log.String())
	}
	if n := names(t, dir); len(n) != 0 {
		t.Errorf("left %v", n)
	}
}

func TestHertz(t *testing.T) {
	for s, want := range map[string]float64{"200000": 200e3, "-200k": -200e3, "+0.2M": 200e3, "2e5": 200e3, "0": 0} {
		if got, err := hertz(s); err != nil || math.Abs(got-want) > 1e-6 {
			t.Errorf("hertz(%q) = %g, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "k", "1G", "NaN", "inf", "1 k"} {
		if got, err := hertz(s); err == nil {
			t.Errorf("hertz(%q) = %g", s, got)
		}
	}
}
