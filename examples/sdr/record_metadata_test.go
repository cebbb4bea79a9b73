package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rdstag"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// eventful is a recording of 102400 samples from index 1000 on, 16 bytes of header
// among them, about which much is said.
const eventful = `{
  "global": {"core:datatype": "cu8", "core:version": "1.0.0", "core:sample_rate": 256000, "core:offset": 1000,
    "core:author": "me", "core:sha512": "00", "core:extensions": [{"name": "x", "version": "1", "optional": true}], "x:antenna": {"gain": [1, 2]}},
  "captures": [
    {"core:sample_start": 1000, "core:frequency": 93.1e6, "core:datetime": "2024-01-31T10:00:00Z", "core:global_index": 5, "x:lna": true},
    {"core:sample_start": 31000, "core:global_index": 40005, "core:header_bytes": 16, "x:lna": false}],
  "annotations": [
    {"core:sample_start": 1000, "core:sample_count": 102400, "core:comment": "all of it", "x:who": {"id": 7}},
    {"core:sample_start": 2000, "core:sample_count": 50, "core:label": "rds.group", "core:comment": "of the same station",
      "core:freq_lower_edge": 93.004e6, "core:freq_upper_edge": 93.196e6},
    {"core:sample_start": 2000, "core:sample_count": 50, "core:label": "rds.group", "core:comment": "of another one",
      "core:freq_lower_edge": 93.404e6, "core:freq_upper_edge": 93.596e6},
    {"core:sample_start": 53000, "core:label": "door", "core:generator": "ear", "core:uuid": "6a8cbbd9-54d1-4b3a-b1a4-a9a9d8a4d0a6"},
    {"core:sample_start": 90000, "core:sample_count": 1, "core:label": "late", "x:last": null}],
  "x:all": ["kept", 1.5]
}`

// What a recording says of itself its copy says too, at the same samples.
func TestRecordOfARecording(t *testing.T) {
	from := describedAs(t, eventful, 2*102400+16)
	dir := t.TempDir()
	to := filepath.Join(dir, "copy")
	for seconds, length := range map[string]uint64{"1000": 102400, "0.2": 51200} {
		status, _, stderr := sdr(t, "-in", from, "-station", "0", "-seconds", seconds, "-out", dir, "-record", to)
		if status != 0 {
			t.Fatal(stderr)
		}
		r, err := sigmf.Open(to)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		want, err := sigmf.Parse([]byte(eventful))
		if err != nil {
			t.Fatal(err)
		}
		want.Global.SHA512, want.Global.Version, want.Global.Recorder = r.Metadata.Global.SHA512, sigmf.Version, "seamless sdr"
		want.Captures[1].Frequency, want.Captures[1].HeaderBytes = 93.1e6, 0
		want.Annotations = append(want.Annotations[:1], want.Annotations[2:]...) // none of the same station is left
		if length < 102400 {
			want.Annotations = want.Annotations[:2]
			want.Annotations[0].SampleCount = length
		}
		if err := r.Verify(); err != nil || uint64(r.Len()) != length || !reflect.DeepEqual(said(t, &r.Metadata), said(t, want)) {
			t.Errorf("%s s: %v, %d samples,\n got %+v\nwant %+v", seconds, err, r.Len(), said(t, &r.Metadata), said(t, want))
		}
	}
}

// said is metadata as plain JSON values.
func said(t *testing.T, m *sigmf.Metadata) (v any) {
	t.Helper()
	b, err := json.Marshal(m)
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Groups are at the same samples in the copy, and there once, however often it is
// copied; what else is said stays.
func TestRecordOfACopy(t *testing.T) {
	dir := t.TempDir()
	path := strings.TrimSuffix(wxrt(t, "wxrt_256k.sigmf-meta"), ".sigmf-meta")
	first, err := sigmf.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	first.Annotations = append(first.Annotations, sigmf.Annotation{SampleStart: 518, SampleCount: 11, Label: "glitch"})
	b, err := os.ReadFile(path + ".sigmf-data")
	if err != nil {
		t.Fatal(err)
	}
	meta, err := first.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"0.sigmf-data": b, "0.sigmf-meta": meta} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var copies [3][]sigmf.Annotation
	for i := range copies[1:] {
		from, to := filepath.Join(dir, string(rune('0'+i))), filepath.Join(dir, string(rune('1'+i)))
		if status, _, stderr := sdr(t, "-in", from, "-deemphasis", "75", "-out", dir, "-record", to); status != 0 {
			t.Fatal(stderr)
		}
		m, err := sigmf.Load(to)
		if err != nil {
			t.Fatal(err)
		}
		copies[1+i] = m.Annotations
	}
	groups := 0
	for _, a := range copies[1] {
		if a.Label == rdstag.Key {
			groups++
		}
	}
	if groups < 10 || len(copies[1]) != groups+2 || !reflect.DeepEqual(copies[1], copies[2]) {
		t.Errorf("%d groups of %d annotations, then\n%+v, were\n%+v", groups, len(copies[1]), copies[2], copies[1])
	}
}
