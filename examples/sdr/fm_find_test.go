package main

import (
	"encoding/binary"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
)

// broadcastBand returns a band of stations as bytes of cf32.
func broadcastBand(t *testing.T, c fmtx.Config) []byte {
	t.Helper()
	tx, dst := fmtx.New(c), make([]complex64, 1<<14)
	var b []byte
	for {
		n, err := tx.Read(t.Context(), dst)
		for _, v := range dst[:n] {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(real(v)))
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(imag(v)))
		}
		if err != nil {
			return b
		}
	}
}

// Stations that nobody named are found, from a file and from standard input, and
// every sample is still received.
func TestStationsAreFound(t *testing.T) {
	path := wxrt(t, "wxrt_1024k_off200k.cu8")
	_, want, _ := sdr(t, "-json", "-in", path, "-rate", "1.024M", "-station", "200k", "-out", t.TempDir())
	dir := t.TempDir()
	status, got, stderr := sdr(t, "-json", "-in", path, "-rate", "1.024M", "-out", dir)
	cut := func(s string) string { return s[:max(0, strings.LastIndex(s, `"file"`))] }
	if status != 0 || cut(got) != cut(want) || want == "" {
		t.Errorf("status %d: %s%s, want %s", status, stderr, got, want)
	}
	if n := strings.Join(names(t, dir), " "); n != "fm_+200kHz.wav spectrum.png waterfall.png" {
		t.Errorf("files %s", n)
	}

	c := fmtx.Config{Rate: 1.2e6, Seconds: 1.2, PreEmphasis: 50e-6, Noise: 1e-3, Stations: []fmtx.Station{
		{Offset: -400e3, Left: 440, Right: 1000, Level: 0.3},
		{Offset: 120e3, Left: 700, Right: 300, Level: 0.03},
		{Offset: 430e3, Left: 660, Right: 1500, Level: 0.1},
	}}
	b := broadcastBand(t, c)
	args := []string{"-format", "cf32", "-rate", "1.2M", "-out"}
	dir = t.TempDir()
	status, stdout, stderr := sdr(t, append(args, dir, "-in", write(t, "a.raw", b))...)
	if n := strings.Join(names(t, dir), " "); status != 0 || n != "fm_+120kHz.wav fm_+430kHz.wav fm_-400kHz.wav spectrum.png waterfall.png" {
		t.Fatalf("status %d, %s; %s%s", status, n, stdout, stderr)
	}
	if left, _ := sound(t, filepath.Join(dir, "fm_-400kHz.wav")); len(left) < 57000 {
		t.Errorf("%d frames", len(left))
	}
	dir = t.TempDir()
	if status, _, stderr := sdrFrom(t, strings.NewReader(string(b)), append(args, dir, "-in", "-")...); status != 0 || len(names(t, dir)) != 5 {
		t.Errorf("standard input: status %d, %s; %v", status, stderr, names(t, dir))
	}

	// Where the frequency is known, stations lie at multiples of 50 kHz.
	dir = t.TempDir()
	b = broadcastBand(t, fmtx.Config{Rate: 1e6, Seconds: 1, PreEmphasis: 50e-6, Noise: 1e-3, Stations: []fmtx.Station{{Offset: 137e3, Left: 440, Right: 1000, Level: 0.3}}})
	status, stdout, stderr = sdr(t, "-in", write(t, "fm_93.113MHz_1000k.cf32", b), "-out", dir)
	if status != 0 || !strings.Contains(stdout, "+137 kHz (93.250 MHz)") {
		t.Errorf("status %d, %s%s", status, stdout, stderr)
	}

	// Nothing to be sure of: the centre.
	dir = t.TempDir()
	b = broadcastBand(t, fmtx.Config{Rate: 1e6, Seconds: 0.3, Noise: 0.1})
	if status, _, stderr := sdr(t, "-in", write(t, "noise_1000k.cf32", b), "-out", dir); status != 0 || names(t, dir)[0] != "fm_0kHz.wav" {
		t.Errorf("noise: status %d, %s; %v", status, stderr, names(t, dir))
	}
}
