package sigmf

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"testing"
)

// FuzzParse: no panic on the way to tags and layout; what is accepted is
// written in a form that is read and written again without a change.
func FuzzParse(f *testing.F) {
	for _, path := range []string{dataDir + "fm/wxrt_256k.sigmf-meta", dataDir + "interop/gr.sigmf-meta"} {
		if data, err := os.ReadFile(path); err == nil {
			f.Add(data)
		}
	}
	for _, c := range layouts {
		f.Add([]byte(meta("ri8", c.global, c.captures, `{"core:sample_start": 5, "core:label": "<&>", "x:y": null}`)))
	}
	empty, err := os.Create(f.TempDir() + "/empty")
	if err != nil {
		f.Fatal(err)
	}
	defer empty.Close()
	if err := empty.Truncate(1 << 40); err != nil { // with a hole, it takes no room
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			if m != nil || !errors.Is(err, ErrInvalid) {
				t.Fatal(m, err)
			}
			return
		}
		last := 0
		for _, tag := range m.Tags() {
			if tag.Offset < last {
				t.Fatalf("tag %v after offset %d", tag, last)
			}
			last = tag.Offset
		}
		first, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(first)
		if err != nil {
			t.Fatalf("%v: %s", err, first)
		}
		second, err := json.Marshal(again)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%v: %s\nthen %s", err, first, second)
		}
		if format, err := m.Format(); err == nil {
			r := &Recording{Metadata: *m, format: format, file: empty, data: io.NewSectionReader(empty, 0, 1<<40)}
			if err := r.layOut(); err != nil && !errors.Is(err, ErrTruncated) {
				t.Fatal(err)
			}
			end := int64(0)
			for _, c := range r.chunks {
				if c.offset < end || c.size < 0 || c.offset+c.size > 1<<40 {
					t.Fatalf("chunks %v", r.chunks)
				}
				end = c.offset + c.size
			}
		}
	})
}
