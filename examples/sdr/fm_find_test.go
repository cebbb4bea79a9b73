package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
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

}

// Where nothing is a station, none is made up: one line says so, and nothing is
// left.
func TestNoStationIsMadeUp(t *testing.T) {
	rnd := rand.New(rand.NewPCG(21, 22))
	noise := func(size float64) complex128 { return complex(size*rnd.NormFloat64(), size*rnd.NormFloat64()) }
	lastWide := 0i
	lastBit, bit, lastTime, angle := -1, 0.0, 0.0, 0.0
	for name, f := range map[string]func(t float64) complex128{
		"noise": func(float64) complex128 { return noise(0.1) },
		// As wide and as round as a station, but it is noise.
		"hill": func(s float64) complex128 {
			lastWide += 0.2 * (noise(0.5) - lastWide)
			return lastWide + noise(1e-3)
		},
		// Data, of a constant amplitude and as wide as a station.
		"data": func(s float64) complex128 {
			if k := int(s * 40e3); k != lastBit {
				lastBit, bit = k, float64(2*rnd.IntN(2)-1)
			}
			angle += bit * 45e3 * (s - lastTime)
			lastTime = s
			return cmplx.Rect(0.3, 2*math.Pi*angle) + noise(1e-3)
		},
		"carrier":  func(s float64) complex128 { return cmplx.Rect(0.3, 2*math.Pi*60e3*s) + noise(1e-3) },
		"AM":       func(s float64) complex128 { return complex(0.3+0.2*math.Sin(2*math.Pi*4000*s), 0) + noise(1e-3) },
		"constant": func(float64) complex128 { return 0.5 },
		"silence":  func(float64) complex128 { return 0 },
	} {
		for _, rate := range []float64{256e3, 1e6} {
			b := make([]byte, 0, int(rate)*8/2)
			for n := range int(rate / 2) {
				v := f(float64(n) / rate)
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(real(v))))
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(imag(v))))
			}
			dir := filepath.Join(t.TempDir(), "out")
			status, stdout, stderr := sdr(t, "-in", write(t, "a.cf32", b), "-rate", fmt.Sprint(rate), "-out", dir)
			if status != 1 || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "no broadcast FM station stands out: name one by -station HZ") || len(names(t, dir)) != 0 {
				t.Errorf("%s at %g: status %d, %s%s, %v", name, rate, status, stdout, stderr, names(t, dir))
			}
		}
	}
	// Other radio: aircraft are none.
	if status, stdout, _ := sdr(t, "-in", adsb(t, "modes1_2M.cu8"), "-out", t.TempDir()); status != 1 {
		t.Errorf("aircraft: status %d, %s", status, stdout)
	}
}
