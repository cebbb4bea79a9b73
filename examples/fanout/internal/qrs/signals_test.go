package qrs_test

import (
	"io"
	"os"
	"testing"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
)

// record returns record 100 of the MIT-BIH Arrhythmia Database, 15 minutes of it,
// and the beats that cardiologists found there.
func record(t testing.TB) (frames []ecg.Frame, beats []uint64) {
	t.Helper()
	const dir = "../../../../../shared/data/ecg/"
	data, err := os.Open(dir + "mitdb100_first15min.dat")
	if os.IsNotExist(err) {
		t.Skip("the recording is absent: see CONTRIBUTING.md")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	list, err := os.Open(dir + "beats_expected.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	known, err := ecg.ReadAnnotations(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range known {
		beats = append(beats, a.Sample)
	}
	r := ecg.NewReader(data)
	for buf := make([]ecg.Frame, 4096); ; {
		n, err := r.Read(buf)
		frames = append(frames, buf[:n]...)
		if err == io.EOF {
			return frames, beats
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// synthetic returns a signal that is made, and its beats.
func synthetic(t testing.TB, c ecg.Config) (frames []ecg.Frame, beats []uint64) {
	t.Helper()
	s, err := ecg.NewSynthetic(c)
	if err != nil {
		t.Fatal(err)
	}
	frames = make([]ecg.Frame, c.Frames)
	n, at, err := s.Read(frames, nil)
	if n != len(frames) || err != io.EOF {
		t.Fatalf("%d frames, %v", n, err)
	}
	for _, o := range at {
		beats = append(beats, uint64(o))
	}
	return frames, beats
}

// detect returns the beats of a lead.
func detect(frames []ecg.Frame, lead int) []qrs.Beat {
	var d qrs.Detector
	return d.Flush(d.DetectLead(nil, frames, lead))
}

func samples(beats []qrs.Beat) (at []uint64) {
	for _, b := range beats {
		at = append(at, b.Sample)
	}
	return at
}
