package sigmf

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// meta composes metadata; global are the fields after datatype and version.
func meta(datatype, global, captures, annotations string) string {
	return fmt.Sprintf(`{"global": {"core:datatype": %q, "core:version": "1.2.5"%s}, "captures": [%s], "annotations": [%s]}`,
		datatype, global, captures, annotations)
}

// write puts a recording into a folder of the test and returns its base.
func write(t *testing.T, meta string, data []byte) string {
	t.Helper()
	base := filepath.Join(t.TempDir(), "rec")
	if err := os.WriteFile(base+metaSuffix, []byte(meta), 0o600); err != nil {
		t.Fatal(err)
	}
	if data != nil {
		if err := os.WriteFile(base+dataSuffix, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return base
}

func readAll(t *testing.T, r *iq.Reader) (all []complex64) {
	t.Helper()
	for dst := make([]complex64, 3); ; {
		n, err := r.Read(dst)
		all = append(all, dst[:n]...)
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ name, meta, want string }{
		{"empty", ``, "JSON, byte 0"},
		{"cut off", `{"global": {`, "JSON, byte 12"},
		{"more than JSON", `{} x`, "JSON, byte 4"},
		{"a list", `[]`, "cannot unmarshal array"},
		{"no global", `{}`, "no global"},
		{"global null", `{"global": null}`, "global: no core:datatype"},
		{"no version", `{"global": {"core:datatype": "cu8"}}`, "global: no core:version"},
		{"empty version", `{"global": {"core:datatype": "cu8", "core:version": null}}`, "core:version is empty"},
		{"name in another case", `{"global": {"core:Datatype": "cu8"}}`, "global: no core:datatype"},
		{"capture without a start", meta("cu8", "", `{}`, ""), "captures: no core:sample_start"},
		{"annotation without a start", meta("cu8", "", "", `{"core:label": "x"}`), "annotations: no core:sample_start"},
		{"datatype", meta("cu9", "", "", ""), `"cu9"`},
		{"datatype of no SigMF", meta("cs16", "", "", ""), `"cs16"`},
		{"rate of a wrong type", meta("cu8", `, "core:sample_rate": "1M"`, "", ""), "core:sample_rate"},
		{"negative rate", meta("cu8", `, "core:sample_rate": -1`, "", ""), "core:sample_rate is -1"},
		{"infinite rate", meta("cu8", `, "core:sample_rate": 1e999`, "", ""), "core:sample_rate"},
		{"negative channels", meta("cu8", `, "core:num_channels": -1`, "", ""), "core:num_channels is -1"},
		{"negative trailer", meta("cu8", `, "core:trailing_bytes": -1`, "", ""), "core:trailing_bytes is -1"},
		{"dataset elsewhere", meta("cu8", `, "core:dataset": "../x"`, "", ""), `core:dataset "../x"`},
		{"negative start", meta("cu8", "", `{"core:sample_start": -1}`, ""), "core:sample_start"},
		{"negative header", meta("cu8", "", `{"core:sample_start": 0, "core:header_bytes": -1}`, ""), "core:header_bytes of capture 0 is -1"},
		{"captures unsorted", meta("cu8", "", `{"core:sample_start": 9}, {"core:sample_start": 8}`, ""), "capture 1 starts at sample 8, after sample 9"},
		{"capture before the offset", meta("cu8", `, "core:offset": 5`, `{"core:sample_start": 4}`, ""), "capture 0 starts at sample 4, after sample 5"},
		{"start too large", meta("cu8", "", `{"core:sample_start": 9223372036854775808}`, ""), "capture 0 starts at sample 9223372036854775808"},
		{"annotation", meta("cu8", "", "", `{"core:sample_start": "x"}`), "core:sample_start"},
	} {
		m, err := Parse([]byte(c.meta))
		if m != nil || !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestUnknownFieldsSurvive(t *testing.T) {
	in := `{"global": {"core:datatype": "cu8", "core:version": "1.2.5", "core:extensions": [{"name": "x"}], "x:y": {"z": [1, 2.50]}},
		"captures": [{"core:sample_start": 0, "core:geolocation": {"type": "Point"}, "core:global_index": 0}],
		"annotations": [{"core:sample_start": 0, "x:snr": 3.0}], "other": "kept"}`
	m, err := Parse([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(m.Global.Extra["x:y"]); got != `{"z": [1, 2.50]}` {
		t.Errorf("got %s", got)
	}
	if len(m.Global.Extra) != 2 || len(m.Captures[0].Extra) != 1 || len(m.Annotations[0].Extra) != 1 || len(m.Extra) != 1 {
		t.Errorf("extra fields %v", m)
	}
	out, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := errors.Join(json.Unmarshal([]byte(in), &want), json.Unmarshal(out, &got)); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestWhatIsStatedAsZeroIsWritten(t *testing.T) {
	in := `{"annotations":[{"core:freq_lower_edge":0,"core:freq_upper_edge":5,"core:label":"","core:sample_start":0}],` +
		`"captures":[{"core:frequency":0,"core:header_bytes":0,"core:sample_start":0}],` +
		`"global":{"core:datatype":"cu8","core:metadata_only":false,"core:offset":0,"core:version":"1.2.5"}}`
	m, err := Parse([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(m); err != nil || string(out) != in {
		t.Errorf("got  %s, %v\nwant %s", out, err, in)
	}
	m.Captures[0].Frequency = 7
	if out, err := json.Marshal(m.Captures[0]); err != nil || !strings.Contains(string(out), `"core:frequency":7,`) {
		t.Errorf("retuned: %s, %v", out, err)
	}
}

func TestWhatIsNotStatedIsNotWritten(t *testing.T) {
	m := Metadata{Global: Global{Datatype: "cf32_le", Version: "1.2.5"}, Captures: []Capture{{}}}
	got, err := json.Marshal(m)
	want := `{"annotations":[],"captures":[{"core:sample_start":0}],"global":{"core:datatype":"cf32_le","core:version":"1.2.5"}}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

func TestFormats(t *testing.T) {
	for datatype, want := range map[string]iq.Format{
		"cu8": iq.CU8, "ci8": iq.CS8, "ci16_le": iq.CS16, "ci16": iq.CS16, "cf32_le": iq.CF32, "ci16_be": iq.CS16BE, "cf32_be": iq.CF32BE,
		"ru8": iq.RU8, "ri8": iq.RS8, "ri16_le": iq.RS16, "rf32_le": iq.RF32, "ri16_be": iq.RS16BE, "rf32_be": iq.RF32BE,
		"cu8_le": iq.CU8, "ri8_be": iq.RS8,
	} {
		m := Metadata{Global: Global{Datatype: datatype}}
		if got, err := m.Format(); got != want || err != nil {
			t.Errorf("%s: %s, %v", datatype, got, err)
		}
	}
	for _, datatype := range []string{"cf64_le", "ru16_le", "ci32_be", "cu32", "u8", "cs16", ""} {
		m := Metadata{Global: Global{Datatype: datatype}}
		if got, err := m.Format(); !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), fmt.Sprintf("%q", datatype)) {
			t.Errorf("%s: %s, %v", datatype, got, err)
		}
	}
}

// layouts have samples numbered from 1 in ri8, header and trailing bytes are 99.
var layouts = []struct {
	name, global, captures string
	data                   []byte
	want                   int // samples, or
	err                    string
}{
	{"no captures", "", "", []byte{1, 2, 3}, 3, ""},
	{"no samples", "", "", []byte{}, 0, ""},
	{"trailer", `, "core:trailing_bytes": 2`, "", []byte{1, 2, 3, 99, 99}, 3, ""},
	{"only a trailer", `, "core:trailing_bytes": 2`, "", []byte{99, 99}, 0, ""},
	{"short trailer", `, "core:trailing_bytes": 2`, "", []byte{99}, 0, "2 trailing bytes of 1"},
	{"header", "", `{"core:sample_start": 0, "core:header_bytes": 2}`, []byte{99, 99, 1, 2}, 2, ""},
	{"header and trailer", `, "core:trailing_bytes": 1`, `{"core:sample_start": 0, "core:header_bytes": 2}`, []byte{99, 99, 1, 2, 99}, 2, ""},
	{"header before every capture", "",
		`{"core:sample_start": 0, "core:header_bytes": 1}, {"core:sample_start": 2, "core:header_bytes": 3}, {"core:sample_start": 3}, {"core:sample_start": 5, "core:header_bytes": 1}`,
		[]byte{99, 1, 2, 99, 99, 99, 3, 4, 5, 99, 6}, 6, ""},
	{"header in the middle", "", `{"core:sample_start": 2, "core:header_bytes": 1}`, []byte{1, 2, 99, 3}, 3, ""},
	{"absolute indices", `, "core:offset": 1000`, `{"core:sample_start": 1002, "core:header_bytes": 1}`, []byte{1, 2, 99, 3}, 3, ""},
	{"capture at the end", "", `{"core:sample_start": 3}`, []byte{1, 2, 3}, 3, ""},
	{"capture beyond the end", "", `{"core:sample_start": 4}`, []byte{1, 2, 3}, 0, "capture 0 starts at sample 4, there are 3"},
	{"capture far beyond the end", "", `{"core:sample_start": 9223372036854775807, "core:header_bytes": 9223372036854775807}`,
		[]byte{1, 2, 3}, 0, "capture 0 starts at sample 9223372036854775807, there are 3"},
	{"capture beyond header bytes", "", `{"core:sample_start": 0, "core:header_bytes": 2}, {"core:sample_start": 2}`, []byte{99, 99, 1}, 0,
		"capture 1 starts at sample 2, there are 1"},
	{"short header", "", `{"core:sample_start": 1, "core:header_bytes": 3}`, []byte{1, 99, 99}, 0, "capture 0 has 3 header bytes, there are 2"},
	{"trailer of all and more", `, "core:trailing_bytes": 9223372036854775807`, `{"core:sample_start": 0}`, []byte{1}, 0, "there are 0"},
}

func TestLayouts(t *testing.T) {
	for _, c := range layouts {
		t.Run(c.name, func(t *testing.T) {
			base := write(t, meta("ri8", c.global, c.captures, ""), c.data)
			r, err := Open(base)
			if c.err != "" {
				if !errors.Is(err, ErrTruncated) || !strings.Contains(err.Error(), c.err) || !strings.Contains(err.Error(), base+dataSuffix) {
					t.Errorf("got %v, want %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			first, second := readAll(t, r.Reader()), readAll(t, r.Reader())
			if r.Len() != int64(c.want) || len(first) != c.want || len(second) != c.want {
				t.Fatalf("%d samples, %d and %d read, want %d", r.Len(), len(first), len(second), c.want)
			}
			for i, s := range first {
				if s != complex(float32(i+1)/128, 0) {
					t.Errorf("sample %d is %v", i, s)
				}
			}
		})
	}
}

func TestOpenErrors(t *testing.T) {
	good := meta("ci16_le", "", "", "")
	for _, c := range []struct {
		name, meta string
		data       []byte
		is         error
		want       []string
	}{
		{"within a sample", good, make([]byte, 11), ErrTruncated, []string{"rec.sigmf-data", "11 bytes of ci16_le samples, 3 more than whole samples of 4 bytes"}},
		{"no data", good, nil, fs.ErrNotExist, []string{"rec.sigmf-data"}},
		{"metadata only", meta("cu8", `, "core:metadata_only": true`, "", ""), nil, fs.ErrNotExist, []string{"rec.sigmf-data", "core:metadata_only"}},
		{"bad JSON", "{", []byte{}, ErrInvalid, []string{"rec.sigmf-meta", "byte 1"}},
		{"unsupported", meta("cf64_le", "", "", ""), []byte{}, errors.ErrUnsupported, []string{"rec.sigmf-meta", `"cf64_le"`}},
		{"channels", meta("cu8", `, "core:num_channels": 2`, "", ""), []byte{}, errors.ErrUnsupported, []string{"rec.sigmf-meta", "2 channels"}},
	} {
		r, err := Open(write(t, c.meta, c.data))
		if r != nil || !errors.Is(err, c.is) {
			t.Errorf("%s: got %v", c.name, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", c.name, err, want)
			}
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none.sigmf-meta") {
		t.Errorf("no metadata: %v", err)
	}
}

func TestOpenAnyPath(t *testing.T) {
	base := write(t, meta("cu8", `, "core:num_channels": 1, "core:sample_rate": 5e3`, "", ""), []byte{0, 0})
	for _, path := range []string{base, base + metaSuffix, base + dataSuffix} {
		r, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if r.Len() != 1 || r.Format() != iq.CU8 || r.Rate() != 5000 {
			t.Errorf("%s: %d samples of %s at %v", path, r.Len(), r.Format(), r.Rate())
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if _, err := r.Reader().Read(make([]complex64, 1)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
	}
}

func TestDatasetOfAnotherName(t *testing.T) {
	base := write(t, meta("cu8", `, "core:dataset": "other.cu8"`, "", ""), nil)
	if _, err := Open(base); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "other.cu8") {
		t.Errorf("not there: %v", err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(base), "other.cu8"), []byte{0, 255}, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(base)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := readAll(t, r.Reader()); len(got) != 1 || got[0] != -1+1i {
		t.Errorf("got %v", got)
	}
}

func TestVerify(t *testing.T) {
	data := bytes.Repeat([]byte{1, 2}, 100_000)
	sum := sha512.Sum512(data)
	for _, c := range []struct {
		name, hash string
		want       error
	}{
		{"good", hex.EncodeToString(sum[:]), nil},
		{"good in capitals", strings.ToUpper(hex.EncodeToString(sum[:])), nil},
		{"bad", strings.Repeat("0", 128), ErrChecksum},
		{"cut off", hex.EncodeToString(sum[:5]), ErrChecksum},
		{"none", "", ErrNoChecksum},
	} {
		base := write(t, meta("cu8", fmt.Sprintf(`, "core:sha512": %q`, c.hash), "", ""), data)
		r, err := Open(base)
		if err != nil {
			t.Fatal(err)
		}
		err = r.Verify()
		if !errors.Is(err, c.want) || err != nil && !strings.Contains(err.Error(), base+dataSuffix) {
			t.Errorf("%s: %v", c.name, err)
		}
		r.Close()
	}
}
