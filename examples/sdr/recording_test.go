package main

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
)

// wxrt names a file of the test data, which lies beside the repository.
func wxrt(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "fm", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no test data: %v", err)
	}
	return path
}

func TestRecordings(t *testing.T) {
	plain := strings.TrimSuffix(wxrt(t, "wxrt_256k.sigmf-meta"), ".sigmf-meta")
	for _, c := range []struct{ args, want, file string }{
		{"-in " + plain + ".sigmf-meta", "0 kHz (93.100 MHz)", "fm_0kHz.wav"},
		{"-in " + plain + ".sigmf-data", "0 kHz (93.100 MHz)", "fm_0kHz.wav"},
		{"-in " + plain, "0 kHz (93.100 MHz)", "fm_0kHz.wav"},
		{"-in " + wxrt(t, "wxrt_1024k_off200k.cu8") + " -station 200k", "+200 kHz ", "fm_+200kHz.wav"},
		{"-format cs16 -rate 256000 -in " + plain + ".raw", "0 kHz ", "fm_0kHz.wav"},
	} {
		dir := t.TempDir()
		if strings.HasSuffix(c.args, ".raw") { // the same samples without their description
			raw := filepath.Join(dir, "samples.raw")
			b, err := os.ReadFile(plain + ".sigmf-data")
			if err == nil {
				err = os.WriteFile(raw, b, 0o666)
			}
			if err != nil {
				t.Fatal(err)
			}
			c.args = strings.ReplaceAll(c.args, plain+".raw", raw)
		}
		status, stdout, stderr := sdr(t, append(strings.Fields(c.args), "-deemphasis", "75", "-out", dir)...)
		if status != 0 {
			t.Errorf("%s: status %d, %s", c.args, status, stderr)
			continue
		}
		for _, want := range []string{c.want, "18999.9 Hz", "6.40 kHz", "1.02 s"} {
			if !strings.Contains(stdout, want) {
				t.Errorf("%s: the table lacks %q:\n%s", c.args, want, stdout)
			}
		}
		if left, _ := sound(t, filepath.Join(dir, c.file)); len(left) < 49000 {
			t.Errorf("%s: %d frames", c.args, len(left))
		}
	}
}

// write makes a file of the given name and bytes, and returns its path.
func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// describedAs writes a SigMF recording of n bytes and returns its path.
func describedAs(t *testing.T, meta string, n int) string {
	path := write(t, "a.sigmf-meta", []byte(meta))
	if err := os.WriteFile(strings.TrimSuffix(path, "meta")+"data", make([]byte, n), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

const plainMeta = `{"global":{"core:datatype":"cu8","core:version":"1.2.5","core:sample_rate":256000},"captures":[{"core:sample_start":0}],"annotations":[]}`

// What is wrong with a recording is said in one line, and nothing is left.
func TestBadRecordings(t *testing.T) {
	samples := make([]byte, 100001)
	for _, c := range []struct {
		name, args string
		status     int
		want       string
	}{
		{"missing", "-in nowhere.cu8 -rate 1M", 1, "there is no file nowhere.cu8\n"},
		{"missing SigMF", "-in nowhere.sigmf-meta", 1, "nowhere.sigmf-meta"},
		{"missing archive", "-in a.sigmf", 1, "open a.sigmf:"},
		{"missing, without ending", "-in nowhere", 1, "there is no file nowhere, and no nowhere.sigmf-meta"},
		{"no rate", "-in " + write(t, "a.cu8", samples), 2, "add -rate HZ"},
		{"no format", "-in " + write(t, "a.bin", samples) + " -rate 1M", 2, "add -format"},
		{"unknown format", "-in " + write(t, "a.bin", samples) + " -rate 1M -format dat", 2, "-format dat: it is cu8"},
		{"cut in a sample", "-rate 1.024M -in " + write(t, "a.cu8", samples), 1, "1 bytes left over"},
		{"empty", "-rate 1.024M -in " + write(t, "a.cu8", nil), 1, "a.cu8 holds no samples"},
		{"directory", "-rate 1.024M -format cu8 -in " + t.TempDir(), 2, "is a directory: -in names a file"},
		{"rate too small", "-rate 150k -in " + write(t, "a.cu8", samples[:1000]), 2, "a.cu8: sample rate too small: 150000 samples a second, and a broadcast FM station takes 192000"},
		{"station outside", "-station 450k -rate 1.024M -in " + write(t, "a.cu8", samples[:1000]), 2, "±546000 Hz, and 1024000 samples a second hold ±512000 Hz"},
		{"SigMF cut in a sample", "-in " + describedAs(t, plainMeta, 1001), 1, "get the whole recording, or give a copy of its data another name"},
		{"SigMF that ends before a capture", "-in " + describedAs(t, strings.Replace(plainMeta, `"captures":[`, `"captures":[{"core:sample_start":0},{"core:sample_start":9000},`, 1), 1000), 1, "a.sigmf-"},
		{"SigMF of unknown samples", "-in " + describedAs(t, strings.Replace(plainMeta, "cu8", "cx99", 1), 1000), 1, "cx99"},
		{"SigMF of samples that are not read", "-in " + describedAs(t, strings.Replace(plainMeta, "cu8", "cf64_le", 1), 1000), 1, "what can be read is one channel of cu8, ci8, ci16 or cf32"},
		{"not JSON", "-in " + describedAs(t, "{", 1000), 1, "JSON"},
		{"no rate in SigMF", "-in " + describedAs(t, strings.Replace(plainMeta, `,"core:sample_rate":256000`, "", 1), 1000), 2, "does not tell its rate"},
		{"another rate", "-rate 1M -in " + describedAs(t, plainMeta, 1000), 2, "leave -rate out"},
		{"format of SigMF", "-format cs8 -in " + describedAs(t, plainMeta, 1000), 2, "tells its own"},
		{"retuned", "-in " + describedAs(t, strings.Replace(plainMeta, `{"core:sample_start":0}`, `{"core:sample_start":0,"core:frequency":93.1e6},{"core:sample_start":9,"core:frequency":94.1e6}`, 1), 1000), 1, "at sample 9"},
	} {
		dir := filepath.Join(t.TempDir(), "out")
		status, stdout, stderr := sdr(t, append([]string{"-out", dir}, strings.Fields(c.args)...)...)
		if status != c.status || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "sdr: ") || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: status %d, %q, want %d and %q", c.name, status, stderr, c.status, c.want)
		}
		if n := names(t, dir); len(n) != 0 {
			t.Errorf("%s: left %v", c.name, n)
		}
	}
}

// A recording of the transmitter, stored and read back, at a rate that divides
// into no audio rate and with the station in a name.
func TestRecordingOfTheTransmitter(t *testing.T) {
	const rate = 1e6
	tx := fmtx.New(fmtx.Config{Rate: rate, Seconds: 0.5, PreEmphasis: 50e-6, Stations: []fmtx.Station{{Offset: -310e3, Left: 800, Right: 1200, Level: 0.8}}})
	samples := make([]complex64, rate/2)
	for n := 0; n < len(samples); {
		m, err := tx.Read(t.Context(), samples[n:])
		if err != nil {
			t.Fatal(err)
		}
		n += m
	}
	var b []byte
	for _, v := range samples {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(real(v)))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(imag(v)))
	}
	dir := t.TempDir()
	status, stdout, stderr := sdr(t, "-in", write(t, "fm_98.5MHz_1000k.cf32", b), "-station", "-310k", "-out", dir)
	if status != 0 || !strings.Contains(stdout, "-310 kHz (98.190 MHz)") || !strings.Contains(stdout, "-1.9 dBFS") {
		t.Fatalf("status %d: %s%s", status, stderr, stdout)
	}
	left, right := sound(t, filepath.Join(dir, "fm_-310kHz.wav"))
	left, right = left[0.2*audioRate:], right[0.2*audioRate:]
	if l, x := tone(left, 800), tone(right, 800); math.Abs(l-0.4) > 0.005 || 20*math.Log10(l/x) < 45 {
		t.Errorf("left %g, on the right %g", l, x)
	}
}
