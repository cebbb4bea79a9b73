package sigmf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

func of(f iq.Format) Metadata { return Metadata{Global: Global{Datatype: Datatype(f)}} }

func create(t testing.TB, m Metadata, opts ...Option) (*Writer, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rec")
	w, err := Create(path, m, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Abort() })
	return w, path
}

// whole closes a recording and reads it back, having checked that it is valid.
func whole(t testing.TB, w *Writer, path string) *Recording {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path + metaSuffix)
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, text)
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if err := r.Verify(); err != nil {
		t.Error(err)
	}
	return r
}

func TestEveryFormatIsWrittenAsRead(t *testing.T) {
	for f := iq.CU8; f <= iq.RF32BE; f++ {
		data := make([]byte, 10_001*f.Size())
		if f == iq.CF32 || f == iq.CF32BE || f == iq.RF32 || f == iq.RF32BE {
			data = f.Append(nil, []complex64{1, -1i, 1e-30, complex(float32(math.Inf(1)), 3.25e30)})
		} else {
			random := rand.NewChaCha8([32]byte{byte(f)})
			_, _ = random.Read(data)
		}
		samples := make([]complex64, len(data)/f.Size())
		f.Decode(samples, data)
		w, path := create(t, of(f))
		for rest := samples; len(rest) > 0; { // and more than the buffer at once
			n, err := w.Write(rest[:min(len(rest), 9_000)])
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		r := whole(t, w, path)
		if r.Format() != f || r.Len() != int64(len(samples)) || w.Len() != r.Len() {
			t.Errorf("%s: %d samples of %s", f, r.Len(), r.Format())
		}
		if got, err := os.ReadFile(path + dataSuffix); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: other bytes, %v", f, err)
		}
	}
}

// Each case writes 10 samples with tags, two at a time.
func TestTagsBecomeCapturesAndAnnotations(t *testing.T) {
	at := time.Date(2024, 1, 31, 11, 0, 0, 500, time.FixedZone("", 3600))
	tag := metadata.New
	for _, c := range []struct {
		name        string
		m           Metadata
		tags        []metadata.Tag
		captures    string
		annotations string
	}{
		{"none", of(iq.CU8), nil, `[{"core:sample_start":0}]`, `[]`},
		{"all at the first sample", of(iq.CU8), []metadata.Tag{tag(0, "rx_rate", 1e6), tag(0, "rx_freq", 93.1e6), tag(0, "rx_time", at)},
			`[{"core:datetime":"2024-01-31T10:00:00.0000005Z","core:frequency":93100000,"core:sample_start":0}]`, `[]`},
		{"retune", of(iq.CU8), []metadata.Tag{tag(0, "rx_freq", 1.0), tag(3, "rx_freq", 2.0), tag(9, "rx_freq", 0.0)},
			`[{"core:frequency":1,"core:sample_start":0},{"core:frequency":2,"core:sample_start":3},{"core:frequency":0,"core:sample_start":9}]`, `[]`},
		{"gap", of(iq.CU8), []metadata.Tag{tag(0, "rx_freq", 5.0), tag(4, "overflow", uint64(100)), tag(4, "rx_time", at), tag(6, "overflow", uint64(1)), tag(6, "overflow", uint64(2))},
			`[{"core:frequency":5,"core:global_index":0,"core:sample_start":0},` +
				`{"core:datetime":"2024-01-31T10:00:00.0000005Z","core:frequency":5,"core:global_index":104,"core:sample_start":4},` +
				`{"core:frequency":5,"core:global_index":109,"core:sample_start":6}]`, `[]`},
		{"gap beyond counting", of(iq.CU8), []metadata.Tag{tag(4, "overflow", uint64(math.MaxUint64)), tag(5, "overflow", uint64(7))},
			`[{"core:global_index":0,"core:sample_start":0},{"core:global_index":18446744073709551615,"core:sample_start":4},` +
				`{"core:global_index":18446744073709551615,"core:sample_start":5}]`, `[]`},
		{"frequency 0 goes on", of(iq.CU8), []metadata.Tag{tag(0, "rx_freq", 0.0), tag(4, "rx_rate", 2e6)},
			`[{"core:frequency":0,"core:sample_start":0},{"core:frequency":0,"core:sample_start":4}]`, `[]`},
		{"annotations", of(iq.CU8), []metadata.Tag{tag(2, "burst", "mark"), tag(2, "gain", 29.7), tag(8, "annotation", "bare"), tag(8, "flag", nil), tag(9, "seen", at)},
			`[{"core:sample_start":0}]`,
			`[{"core:comment":"mark","core:label":"burst","core:sample_count":1,"core:sample_start":2},` +
				`{"core:comment":"29.7","core:label":"gain","core:sample_count":1,"core:sample_start":2},` +
				`{"core:comment":"bare","core:sample_count":1,"core:sample_start":8},` +
				`{"core:label":"flag","core:sample_count":1,"core:sample_start":8},` +
				`{"core:comment":"2024-01-31T10:00:00.0000005Z","core:label":"seen","core:sample_count":1,"core:sample_start":9}]`},
		{"length and band", of(iq.CU8), []metadata.Tag{
			tag(2, "burst", nil), tag(2, KeyCount, uint64(5)), tag(2, KeyLower, 0.0), tag(2, KeyUpper, 5.0), tag(3, "to the end", nil), tag(3, KeyCount, uint64(0)),
		}, `[{"core:sample_start":0}]`,
			`[{"core:freq_lower_edge":0,"core:freq_upper_edge":5,"core:label":"burst","core:sample_count":5,"core:sample_start":2},` +
				`{"core:label":"to the end","core:sample_start":3}]`},
		{"length and band of nothing", of(iq.CU8), []metadata.Tag{tag(2, "burst", nil), tag(3, KeyCount, uint64(5)), tag(4, KeyUpper, 5.0)}, `[{"core:sample_start":0}]`,
			`[{"core:label":"burst","core:sample_count":1,"core:sample_start":2},` +
				`{"core:comment":"5","core:label":"core:sample_count","core:sample_count":1,"core:sample_start":3},` +
				`{"core:comment":"5","core:label":"core:freq_upper_edge","core:sample_count":1,"core:sample_start":4}]`},
		{"what has no room", of(iq.CU8), []metadata.Tag{tag(0, "rx_freq", math.NaN()), tag(0, "rx_rate", 0.5), tag(0, "overflow", "many"), tag(0, "rx_time", at.AddDate(9000, 0, 0))},
			`[{"core:sample_start":0}]`,
			`[{"core:comment":"NaN","core:label":"rx_freq","core:sample_count":1,"core:sample_start":0},` +
				`{"core:comment":"0.5","core:label":"rx_rate","core:sample_count":1,"core:sample_start":0},` +
				`{"core:comment":"many","core:label":"overflow","core:sample_count":1,"core:sample_start":0},` +
				`{"core:comment":"11024-01-31T10:00:00.0000005Z","core:label":"rx_time","core:sample_count":1,"core:sample_start":0}]`},
		{"absolute indices", Metadata{Global: Global{Datatype: "cu8", Offset: 100}}, []metadata.Tag{tag(4, "overflow", uint64(9)), tag(5, "x", nil)},
			`[{"core:global_index":100,"core:sample_start":100},{"core:global_index":113,"core:sample_start":104}]`,
			`[{"core:label":"x","core:sample_count":1,"core:sample_start":105}]`},
		{"given", Metadata{
			Global: Global{Datatype: "cu8"},
			Captures: []Capture{
				{Frequency: 7, GlobalIndex: new(uint64(70)), HeaderBytes: 3, Extra: Extra{"x:y": json.RawMessage(`1`)}},
				{SampleStart: 5, Frequency: 8}, {SampleStart: 10}, {SampleStart: 11},
			},
			Annotations: []Annotation{{SampleStart: 8, Label: "given"}},
		}, []metadata.Tag{tag(2, "overflow", uint64(1)), tag(5, "rx_freq", 9.0), tag(3, "x", nil)},
			`[{"core:frequency":7,"core:global_index":70,"core:sample_start":0,"x:y":1},{"core:frequency":7,"core:global_index":73,"core:sample_start":2},` +
				`{"core:frequency":9,"core:global_index":76,"core:sample_start":5},{"core:sample_start":10}]`,
			`[{"core:label":"x","core:sample_count":1,"core:sample_start":3},{"core:label":"given","core:sample_start":8}]`},
		{"given from later on", Metadata{Global: Global{Datatype: "cu8"}, Captures: []Capture{{SampleStart: 5, Frequency: 8}}}, nil,
			`[{"core:frequency":8,"core:sample_start":5}]`, `[]`},
	} {
		w, path := create(t, c.m)
		for i := range 5 {
			var some []metadata.Tag
			for _, g := range c.tags {
				if g.Offset/2 == i {
					g.Offset %= 2
					some = append(some, g)
				}
			}
			if n, err := w.Write(make([]complex64, 2), some...); n != 2 || err != nil {
				t.Fatal(n, err)
			}
		}
		m := whole(t, w, path).Metadata
		captures, _ := json.Marshal(m.Captures)
		annotations, _ := json.Marshal(m.Annotations)
		if got := string(captures); got != c.captures {
			t.Errorf("%s: captures\ngot  %s\nwant %s", c.name, got, c.captures)
		}
		if got := string(annotations); got != strings.Replace(c.annotations, "[]", "null", 1) && got != c.annotations {
			t.Errorf("%s: annotations\ngot  %s\nwant %s", c.name, got, c.annotations)
		}
		if len(c.m.Captures) > 0 && c.m.Captures[0].SampleStart == 0 && c.m.Captures[0].HeaderBytes != 3 {
			t.Errorf("%s: what was given was changed", c.name)
		}
	}
}

func TestTagsInAnyOrder(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	tags := []metadata.Tag{metadata.New(3, "c", nil), metadata.New(1, "a", nil), metadata.New(1, "b", nil)}
	if _, err := w.Write(make([]complex64, 4), tags...); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(whole(t, w, path).Tags()); got != "[a=@1 b=@1 c=@3]" || tags[0].Key != "c" {
		t.Errorf("got %s of %v", got, tags)
	}
}

func TestTagsOutsidePanic(t *testing.T) {
	w, _ := create(t, of(iq.CU8))
	for _, offset := range []int{-1, 2, 3} {
		func() {
			defer func() {
				want := fmt.Sprintf(`sigmf: tag "x" at offset %d of 2 samples written`, offset)
				if got := recover(); got != want {
					t.Errorf("got %v, want %s", got, want)
				}
			}()
			_, _ = w.Write(make([]complex64, 2), metadata.New(offset, "x", nil))
		}()
	}
}

func TestRateChange(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	n, err := w.Write(make([]complex64, 10), metadata.New(0, "rx_rate", 1e6), metadata.New(4, "rx_rate", 1e6),
		metadata.New(6, "lost", nil), metadata.New(6, "rx_rate", 2e6))
	if n != 6 || !errors.Is(err, ErrRate) || !strings.Contains(err.Error(), "from 1e+06 to 2e+06 at sample 6") {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := w.Write(make([]complex64, 1)); n != 1 || err != nil {
		t.Errorf("after it: %d, %v", n, err)
	}
	r := whole(t, w, path)
	if got := fmt.Sprint(r.Tags()); r.Len() != 7 || r.Rate() != 1e6 || got != "[rx_rate=1e+06@0 rx_rate=1e+06@4]" {
		t.Errorf("%d samples at %v, %s", r.Len(), r.Rate(), got)
	}
	stated := of(iq.CU8)
	stated.Global.SampleRate = 5
	w, _ = create(t, stated)
	if n, err := w.Write(make([]complex64, 10), metadata.New(0, "rx_rate", 1e6)); n != 0 || !errors.Is(err, ErrRate) {
		t.Errorf("other than stated: %d, %v", n, err)
	}
}

func TestAnnotate(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	if _, err := w.Write(make([]complex64, 4), metadata.New(2, "tag", nil)); err != nil {
		t.Fatal(err)
	}
	for _, a := range []Annotation{
		{SampleStart: 2, SampleCount: 9, Label: "burst", FreqLower: -5, UUID: "u", Generator: "g", Extra: Extra{"x:snr": json.RawMessage("3")}},
		{SampleStart: 0, Comment: "early"},
		{SampleStart: 4, SampleCount: 2},
	} {
		if err := w.Annotate(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Annotate(Annotation{FreqLower: math.Inf(1)}); !errors.Is(err, ErrInvalid) {
		t.Errorf("infinite: %v", err)
	}
	// A tag says nothing about an annotation that is no tag's.
	if _, err := w.Write(make([]complex64, 4), metadata.New(0, KeyCount, uint64(7))); err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(whole(t, w, path).Metadata.Annotations)
	want := `[{"core:comment":"early","core:sample_start":0},{"core:label":"tag","core:sample_count":1,"core:sample_start":2},` +
		`{"core:freq_lower_edge":-5,"core:freq_upper_edge":0,"core:generator":"g","core:label":"burst","core:sample_count":9,"core:sample_start":2,"core:uuid":"u","x:snr":3},` +
		`{"core:sample_count":2,"core:sample_start":4},{"core:comment":"7","core:label":"core:sample_count","core:sample_count":1,"core:sample_start":4}]`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if err := w.Annotate(Annotation{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// What was read is written again as it was, but for what describes the file.
func TestUnknownFieldsSurviveWriting(t *testing.T) {
	in := `{"global": {"core:datatype": "cu8", "core:version": "1.2.0", "core:sample_rate": 1000, "core:sha512": "00", "core:dataset": "x.bin", "core:trailing_bytes": 0,
			"core:metadata_only": false, "core:extensions": [{"name": "x", "version": "1", "optional": true}], "x:y": {"z": [1, 2.5]}},
		"captures": [{"core:sample_start": 0, "core:header_bytes": 0, "core:geolocation": {"type": "Point", "coordinates": [1, 2]}}, {"core:sample_start": 2, "core:frequency": 0}],
		"annotations": [{"core:sample_start": 0, "x:snr": 3.0, "core:generator": "g"}]}`
	m, err := Parse([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	w, path := create(t, *m)
	if _, err := w.Write(make([]complex64, 3)); err != nil {
		t.Fatal(err)
	}
	r := whole(t, w, path)
	r.Metadata.Global.SHA512 = ""
	out, err := json.Marshal(r.Metadata)
	want := `{"annotations":[{"core:generator":"g","core:sample_start":0,"x:snr":3.0}],` +
		`"captures":[{"core:geolocation":{"type":"Point","coordinates":[1,2]},"core:sample_start":0},{"core:frequency":0,"core:sample_start":2}],` +
		`"global":{"core:datatype":"cu8","core:extensions":[{"name":"x","version":"1","optional":true}],"core:sample_rate":1000,"core:version":"1.2.0","x:y":{"z":[1,2.5]}}}`
	if err != nil || string(out) != want {
		t.Errorf("got  %s, %v\nwant %s", out, err, want)
	}
	if len(m.Global.Extra) != 4 || m.Global.SHA512 != "00" {
		t.Errorf("what was given was changed: %v", m.Global)
	}
}
