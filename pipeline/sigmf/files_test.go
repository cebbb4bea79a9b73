package sigmf

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

func names(t testing.TB, path string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestCreateErrors(t *testing.T) {
	with := func(f func(m *Metadata)) Metadata { m := of(iq.CU8); f(&m); return m }
	for _, c := range []struct {
		name string
		path string
		m    Metadata
		is   error
		want string
	}{
		{"no datatype", "rec", Metadata{}, ErrInvalid, `core:datatype ""`},
		{"datatype", "rec", with(func(m *Metadata) { m.Global.Datatype = "cf64_le" }), errors.ErrUnsupported, "cf64_le"},
		{"channels", "rec", with(func(m *Metadata) { m.Global.NumChannels = 2 }), errors.ErrUnsupported, "2 channels"},
		{"slow", "rec", with(func(m *Metadata) { m.Global.SampleRate = 0.5 }), ErrInvalid, "core:sample_rate is 0.5"},
		{"rate that is none", "rec", with(func(m *Metadata) { m.Global.SampleRate = math.NaN() }), ErrInvalid, "NaN"},
		{"offset", "rec", with(func(m *Metadata) { m.Global.Offset = math.MaxInt64 }), ErrInvalid, "core:offset is 9223372036854775807"},
		{"unsorted", "rec", with(func(m *Metadata) { m.Captures = []Capture{{SampleStart: 1}, {}} }), ErrInvalid, "capture 1"},
		{"bad field", "rec", with(func(m *Metadata) { m.Extra = Extra{"x": json.RawMessage("{")} }), ErrInvalid, ""},
		{"archive", "rec.sigmf", of(iq.CU8), errors.ErrUnsupported, "archives"},
		{"no folder", "none/rec", of(iq.CU8), fs.ErrNotExist, "none"},
	} {
		dir := t.TempDir()
		w, err := Create(filepath.Join(dir, c.path), c.m)
		if w != nil || !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if left := names(t, filepath.Join(dir, "x")); left != "" {
			t.Errorf("%s: left %s", c.name, left)
		}
	}
}

func TestNamesAppearAtTheEnd(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	if _, err := w.Write(make([]complex64, 5)); err != nil {
		t.Fatal(err)
	}
	if got := names(t, path); got != "rec.sigmf-data.part" {
		t.Errorf("before: %s", got)
	}
	if _, err := Create(path, of(iq.CU8)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second at the same time: %v", err)
	}
	if err := errors.Join(w.Close(), w.Close(), w.Abort()); err != nil {
		t.Error(err)
	}
	if got := names(t, path); got != "rec.sigmf-data rec.sigmf-meta" {
		t.Errorf("after: %s", got)
	}
	if n, err := w.Write(make([]complex64, 1)); n != 0 || !errors.Is(err, os.ErrClosed) {
		t.Errorf("Write after Close: %d, %v", n, err)
	}
	for _, again := range []string{path, path + metaSuffix, path + dataSuffix} {
		if _, err := Create(again, of(iq.CU8)); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "rec.sigmf-") {
			t.Errorf("it is there: %v", err)
		}
	}
}

func TestOverwrite(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	if _, err := w.Write(make([]complex64, 5)); err != nil {
		t.Fatal(err)
	}
	whole(t, w, path).Close()
	if err := os.WriteFile(path+dataSuffix+partSuffix, []byte("left over"), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := Create(path, of(iq.CS16), Overwrite())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]complex64, 2)); err != nil {
		t.Fatal(err)
	}
	if r, err := Open(path); err != nil || r.Len() != 5 {
		t.Errorf("the older one before Close: %v", err)
	} else {
		r.Close()
	}
	if r := whole(t, w, path); r.Len() != 2 || r.Format() != iq.CS16 {
		t.Errorf("%d samples of %s", r.Len(), r.Format())
	}
	if got := names(t, path); got != "rec.sigmf-data rec.sigmf-meta" {
		t.Errorf("left: %s", got)
	}
}

func TestAbortLeavesNothing(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	if _, err := w.Write(make([]complex64, 5)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Abort(), w.Abort(), w.Close()); err != nil {
		t.Error(err)
	}
	if got := names(t, path); got != "" {
		t.Errorf("left: %s", got)
	}
	if _, err := w.Write(make([]complex64, 1)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Write: %v", err)
	}
}

// A recording that came between is not overwritten, and the samples are not
// lost.
func TestCloseMayBeTriedAgain(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	if _, err := w.Write(make([]complex64, 5)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+metaSuffix, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "rec.sigmf-data.part") {
		t.Errorf("got %v", err)
	}
	if got, err := os.ReadFile(path + metaSuffix); string(got) != "another" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := w.Write(make([]complex64, 1)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Write: %v", err)
	}
	if err := os.Remove(path + metaSuffix); err != nil {
		t.Fatal(err)
	}
	if r := whole(t, w, path); r.Len() != 5 {
		t.Errorf("%d samples", r.Len())
	}
}

// A disk that is full within a sample: what came before is kept.
func TestFailedWrite(t *testing.T) {
	w, path := create(t, of(iq.CU8))
	if _, err := w.Write(make([]complex64, 5), metadata.New(4, "x", nil)); err != nil {
		t.Fatal(err)
	}
	readOnly, err := os.Open(path + dataSuffix + partSuffix)
	if err != nil {
		t.Fatal(err)
	}
	file := w.file
	w.file = readOnly
	if n, err := w.Write(make([]complex64, 5), metadata.New(0, "y", nil)); n != 0 || !errors.Is(err, w.failed) || err == nil {
		t.Errorf("%d, %v", n, err)
	}
	readOnly.Close()
	if _, err := file.Write([]byte{1}); err != nil { // half a sample
		t.Fatal(err)
	}
	w.file = file
	if n, err := w.Write(make([]complex64, 5)); n != 0 || !errors.Is(err, w.failed) {
		t.Errorf("again: %d, %v", n, err)
	}
	r := whole(t, w, path)
	if got := fmt.Sprint(r.Tags()); r.Len() != 5 || got != "[x=@4]" {
		t.Errorf("%d samples, %s", r.Len(), got)
	}
}
