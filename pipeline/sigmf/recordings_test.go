package sigmf

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// dataDir holds recordings from the air and from other programs.
const dataDir = "../../../shared/data/"

func needs(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Skip("no recording to read: ", err)
	}
}

func TestRecordingFromTheAir(t *testing.T) {
	path := dataDir + "fm/wxrt_256k.sigmf-meta"
	needs(t, path)
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.Len() != 262144 || r.Rate() != 256000 || r.Format() != iq.CS16 {
		t.Errorf("%d samples of %s at %v", r.Len(), r.Format(), r.Rate())
	}
	want := "[rx_rate=256000@0 rx_freq=9.31e+07@0 annotation=glitch in the original file: samples with |value| > 100@518 core:sample_count=20@518]"
	if got := fmt.Sprint(r.Tags()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	// The annotation is the test of what the samples are: beyond 100 of 32768
	// only in what it marks.
	glitch := r.Metadata.Annotations[0]
	samples := readAll(t, r.Reader())
	if int64(len(samples)) != r.Len() {
		t.Fatalf("%d samples read of %d", len(samples), r.Len())
	}
	for i, s := range samples {
		loud := max(math.Abs(float64(real(s))), math.Abs(float64(imag(s)))) > 100./32768
		marked := uint64(i) >= glitch.SampleStart && uint64(i) < glitch.SampleStart+glitch.SampleCount
		if loud && !marked {
			t.Fatalf("sample %d is %v", i, s)
		}
	}
}

func TestMetadataOfGNURadio(t *testing.T) {
	path := dataDir + "interop/gr.sigmf-meta"
	needs(t, path)
	m, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := m.Format(); f != iq.RF32 || err != nil {
		t.Errorf("%s, %v", f, err)
	}
	if got := fmt.Sprint(m.Tags()); got != "[rx_rate=256000@0 rx_freq=9.31e+07@0]" {
		t.Error(got)
	}
	if _, err := os.Stat(dataDir + "interop/gr.sigmf-data"); err == nil {
		return
	}
	if _, err := Open(path); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "gr.sigmf-data") {
		t.Errorf("without data: %v", err)
	}
}
