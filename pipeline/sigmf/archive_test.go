package sigmf

import (
	"archive/tar"
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// packed returns a tar of names and contents by turns; a name that ends in a
// slash is a folder.
func packed(tb testing.TB, files ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		h := &tar.Header{Name: files[i], Mode: 0o600, Size: int64(len(files[i+1])), Typeflag: tar.TypeReg}
		if strings.HasSuffix(h.Name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			tb.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func writeArchive(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "all.sigmf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestArchive(t *testing.T) {
	data := string([]byte{9, 9, 9, 0, 255, 128, 127, 7})
	sum := sha512.Sum512([]byte(data))
	global := fmt.Sprintf(`, "core:sample_rate": 5e3, "core:trailing_bytes": 1, "core:sha512": %q`, hex.EncodeToString(sum[:]))
	text := meta("cu8", global, `{"core:sample_start": 0, "core:header_bytes": 3}`, `{"core:sample_start": 1, "core:label": "x"}`)
	long := strings.Repeat("long/", 60) + "rec" // more than the header of old has room for
	for _, files := range [][]string{
		{"rec.sigmf-meta", text, "rec.sigmf-data", data},
		{"rec/", "", "rec/rec.sigmf-data", data, "rec/notes", "x", "rec/rec.sigmf-meta", text},
		{"./rec.sigmf-data", data, "rec.sigmf-meta", text},
		{long + metaSuffix, text, long + dataSuffix, data},
		{"rec.sigmf-meta", "{}", "rec.sigmf-data", "", "rec.sigmf-data", data, "rec.sigmf-meta", text}, // updated
	} {
		name := writeArchive(t, packed(t, files...))
		r, err := Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := readAll(t, r.Reader()); !slices.Equal(got, []complex64{-1 + 1i, complex(0.5/127.5, -0.5/127.5)}) {
			t.Errorf("samples %v", got)
		}
		if r.Len() != 2 || r.Rate() != 5000 || len(r.Tags()) == 0 {
			t.Errorf("%d samples at %v, tags %v", r.Len(), r.Rate(), r.Tags())
		}
		if err := r.Verify(); err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if _, err := r.Reader().Read(make([]complex64, 1)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
		if m, err := Load(name); err != nil || m.Global.SampleRate != 5000 {
			t.Errorf("Load: %v", err)
		}
	}
	r, err := Open(writeArchive(t, packed(t, "rec.sigmf-meta", text, "rec.sigmf-data", strings.Replace(data, "\a", "\b", 1))))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Verify(); !errors.Is(err, ErrChecksum) || !strings.Contains(err.Error(), "all.sigmf: rec.sigmf-data") {
		t.Errorf("another last byte: %v", err)
	}
}

func TestArchiveErrors(t *testing.T) {
	good := meta("cu8", "", "", "")
	whole := packed(t, "a.sigmf-meta", good, "a.sigmf-data", strings.Repeat("x", 2000))
	for _, c := range []struct {
		name string
		data []byte
		is   error
		want string
	}{
		{"no tar", bytes.Repeat([]byte("no tar "), 1000), ErrArchive, "after 0 files"},
		{"cut off", whole[:3000], ErrTruncated, "2 files have begun"},
		{"empty", nil, fs.ErrNotExist, "metadata: none in the archive of 0 files"},
		{"no metadata", packed(t, "a.sigmf-data", "xx"), fs.ErrNotExist, "metadata: none in the archive of 1 files"},
		{"no data", packed(t, "a.sigmf-meta", good, "b.sigmf-data", "xx"), fs.ErrNotExist, "all.sigmf: a.sigmf-data"},
		{"two", packed(t, "a.sigmf-meta", good, "b.sigmf-meta", good), errors.ErrUnsupported, "a.sigmf-meta, b.sigmf-meta"},
		{"bad metadata", packed(t, "a.sigmf-meta", "{"), ErrInvalid, "all.sigmf: a.sigmf-meta"},
		{"within a sample", packed(t, "a.sigmf-meta", good, "a.sigmf-data", "xxx"), ErrTruncated, "all.sigmf: a.sigmf-data"},
		{"two channels", packed(t, "a.sigmf-meta", meta("cu8", `, "core:num_channels": 2`, "", ""), "a.sigmf-data", ""), errors.ErrUnsupported, "2 channels"},
	} {
		r, err := Open(writeArchive(t, c.data))
		if r != nil || !errors.Is(err, c.is) || !strings.Contains(err.Error(), "all.sigmf") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %v with %q", c.name, err, c.is, c.want)
		}
	}
	for _, f := range []func(string) error{
		func(name string) error { _, err := Open(name); return err },
		func(name string) error { _, err := Load(name); return err },
	} {
		if err := f("none.sigmf"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none.sigmf") {
			t.Errorf("not there: %v", err)
		}
	}
}

// What tar makes is read, in each of its forms; what it stores with holes is
// refused.
func TestArchiveOfTar(t *testing.T) {
	program, err := exec.LookPath("tar")
	if err != nil {
		t.Skip("no tar")
	}
	base := write(t, meta("cu8", "", "", ""), bytes.Repeat([]byte{0, 255}, 1000))
	if err := os.Truncate(base+dataSuffix, 1<<16); err != nil { // with a hole
		t.Fatal(err)
	}
	for _, form := range []string{"v7", "ustar", "gnu", "pax", "gnu --sparse", "pax --sparse"} {
		name := filepath.Join(t.TempDir(), "all.sigmf")
		args := append([]string{"-C", filepath.Dir(base), "-cf", name}, strings.Fields("--format="+form)...)
		if out, err := exec.Command(program, append(args, ".")...).CombinedOutput(); err != nil {
			t.Skipf("tar %v: %v: %s", args, err, out) // one that knows no such form
		}
		r, err := Open(name)
		if strings.Contains(form, "sparse") {
			if !errors.Is(err, errors.ErrUnsupported) {
				t.Errorf("%s: %v", form, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if got := readAll(t, r.Reader()); len(got) != 1<<15 || got[999] != -1+1i || got[1000] != -1-1i {
			t.Errorf("%s: %d samples, %v", form, len(got), got[990:1010])
		}
		r.Close()
	}
}

// sealed returns the blocks of a tar with the checksum right in each header, so
// that a fuzzer gets past it.
func sealed(data []byte) []byte {
	data = slices.Clone(data)
	for i := 0; i+512 <= len(data); i += 512 {
		h := data[i : i+512]
		if !bytes.HasPrefix(h[257:], []byte("ustar")) {
			continue
		}
		copy(h[148:156], "        ")
		sum := 0
		for _, b := range h {
			sum += int(b)
		}
		copy(h[148:156], fmt.Sprintf("%06o\x00 ", sum))
	}
	return data
}

// FuzzArchive: what is found lies within the archive, and is what the tar
// reader gives.
func FuzzArchive(f *testing.F) {
	f.Add(packed(f, "a.sigmf-meta", meta("cu8", "", "", ""), "d/", "", "a.sigmf-data", "xx"))
	f.Add(packed(f, strings.Repeat("long/", 60)+"a", "x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		data = sealed(data)
		list, err := members(bytes.NewReader(data))
		if err != nil {
			return
		}
		in := tar.NewReader(bytes.NewReader(data))
		for _, m := range list {
			if m.offset < 0 || m.size < 0 || m.offset > int64(len(data))-m.size {
				t.Fatalf("%+v of %d bytes", m, len(data))
			}
			for {
				header, err := in.Next()
				if err != nil {
					t.Fatal(err)
				}
				if header.Typeflag == tar.TypeReg {
					break
				}
			}
			if want, err := io.ReadAll(in); err != nil || !bytes.Equal(want, data[m.offset:m.offset+m.size]) {
				t.Fatalf("%+v: other bytes, %v", m, err)
			}
		}
	})
}
