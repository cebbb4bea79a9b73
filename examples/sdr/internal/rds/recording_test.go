package rds_test

import (
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline/iq"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// data returns where a file of the test data lies, beside the repository.
func data(tb testing.TB, name string) string {
	tb.Helper()
	path := filepath.Join("..", "..", "..", "..", "..", "shared", "data", "fm", name)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("no test data: %v", err)
	}
	return path
}

// samples reads all there is.
func samples(tb testing.TB, read func(dst []complex64) (int, error)) []complex64 {
	tb.Helper()
	var s []complex64
	for dst := make([]complex64, 1<<16); ; {
		n, err := read(dst)
		s = append(s, dst[:n]...)
		if errors.Is(err, io.EOF) {
			return s
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// multiplex returns the output of the receiver's demodulator for a station.
func multiplex(tb testing.TB, band []complex64, rate, offset float64) ([]float32, float64) {
	tb.Helper()
	r, err := fm.New(fm.Config{Rate: rate, Offset: offset, DeEmphasis: 75e-6})
	if err != nil {
		tb.Fatal(err)
	}
	channel := drive(tb, r.Channel, drive(tb, r.Shift, band, pieces(8192)), pieces(8192))
	return drive(tb, r.Demod, channel, pieces(8192)), rate / float64(r.Channel.Decimation())
}

// wxrt returns the multiplex of both recordings of the same second.
func wxrt(tb testing.TB, name string) ([]float32, float64) {
	if strings.HasSuffix(name, ".cu8") {
		f, err := os.Open(data(tb, name))
		if err != nil {
			tb.Fatal(err)
		}
		defer f.Close()
		return multiplex(tb, samples(tb, iq.NewReader(f, iq.CU8).Read), 1.024e6, 200e3)
	}
	r, err := sigmf.Open(data(tb, name))
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	return multiplex(tb, samples(tb, r.Reader().Read), r.Rate(), 0)
}

var recordings = []string{"wxrt_256k.sigmf-meta", "wxrt_1024k_off200k.cu8"}

// expectedGroups reads the list of the other decoder, whose last line is cut off.
func expectedGroups(tb testing.TB) []string {
	b, err := os.ReadFile(data(tb, filepath.Join("expected", "redsea_groups.txt")))
	if err != nil {
		tb.Fatal(err)
	}
	var complete []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); !strings.Contains(line, "-") {
			complete = append(complete, line)
		}
	}
	return complete
}

// The ten groups of the other decoder, and no block it contradicts. The groups
// before and after them, which it lost, are there as far as the recording goes; what
// is in them counts only if it came without error.
func TestRecordings(t *testing.T) {
	for _, name := range recordings {
		t.Run(name, func(t *testing.T) {
			m, rate := wxrt(t, name)
			want := expectedGroups(t)
			got := drive(t, rds.NewReceiver(rate), m, pieces(4096))
			first := slices.IndexFunc(got, func(g rds.Group) bool { return g.String() == want[0] })
			if first < 0 || len(got) < first+len(want) {
				t.Fatalf("%v, want %s among them", got, want)
			}
			length := 104 * rate / rds.BitRate
			for i, g := range got {
				t.Logf("%v from sample %d to %d", g, g.First, g.Last)
				if k := i - first; k >= 0 && k < len(want) && g.String() != want[k] {
					t.Errorf("group %d is %v, want %s", k, g, want[k])
				}
				if i > 0 && g.First != got[i-1].Last+1 && g.First != got[i-1].Last+2 && g.First != got[i-1].Last {
					t.Errorf("group %d ends at sample %d, the next begins at %d", i-1, got[i-1].Last, g.First)
				}
				if g.Complete() && math.Abs(float64(g.Last-g.First)-length) > 4 {
					t.Errorf("%v is %d samples long, want %.0f", g, g.Last-g.First, length)
				}
				if g.Blocks[0] != 0x9331 || slices.Contains(g.Status[:], rds.Corrected) && (i < first || i >= first+len(want)) {
					t.Errorf("%v %v", g, g.Status)
				}
			}
			if len(got) > len(want)+2 {
				t.Errorf("%d groups do not fit in 1.024 s", len(got))
			}
		})
	}
}

func TestStationOfTheRecordings(t *testing.T) {
	for _, name := range recordings {
		t.Run(name, func(t *testing.T) {
			m, rate := wxrt(t, name)
			d := rds.NewDecoder(rds.NorthAmerica)
			for _, g := range drive(t, rds.NewReceiver(rate), m, pieces(4096)) {
				for _, e := range d.Decode(nil, g) {
					t.Log(e.First, e.Key, e.Value)
				}
			}
			s := d.Station()
			if s.PI != 0x9331 || s.CallSign != "WXRT" || s.ProgrammeType != 5 || s.Name != "93XRT   " || s.Traffic || s.Announcement || !s.Music {
				t.Errorf("%+v", s)
			}
			if name := rds.NorthAmerica.ProgrammeType(s.ProgrammeType); name != "Rock" {
				t.Errorf("programme type %q", name)
			}
			// Segment 4 lies in the group cut off, 5 in nothing at all.
			text, version, segments := d.PartialText()
			want := "93XRT BLACK GOLD        YLUM" + strings.Repeat(" ", 36)
			if text != want || version != 'B' || segments != 0b11001111 || s.Text != "" {
				t.Errorf("%q (%c), segments %b; whole %q", text, version, segments, s.Text)
			}
		})
	}
}

// Pieces of any size give the same groups out of the recording too.
func TestRecordingInPieces(t *testing.T) {
	m, rate := wxrt(t, recordings[0])
	want := drive(t, rds.NewReceiver(rate), m, pieces(len(m)))
	for _, n := range []int{1, 3, 1000} {
		if got := drive(t, rds.NewReceiver(rate), m, pieces(n)); !slices.Equal(got, want) {
			t.Errorf("pieces of %d: %v, want %v", n, got, want)
		}
	}
}
