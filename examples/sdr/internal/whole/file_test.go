package whole_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/whole"
)

func names(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, e := range entries {
		s = append(s, e.Name())
	}
	return s
}

func TestKeepAndDiscard(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	os.WriteFile(path, []byte("old"), 0o666)

	f, err := whole.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("half")
	if b, _ := os.ReadFile(path); string(b) != "old" {
		t.Errorf("while it is written the file holds %q", b)
	}
	f.Discard()
	if n := names(t, dir); len(n) != 1 {
		t.Errorf("discarded, and left are %v", n)
	}

	f, err = whole.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("new")
	if err := f.Keep(); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	if b, _ := os.ReadFile(path); string(b) != "new" || len(names(t, dir)) != 1 {
		t.Errorf("kept, the file holds %q among %v", b, names(t, dir))
	}
}

func TestKeepThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	f, err := whole.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	os.MkdirAll(filepath.Join(path, "in the way"), 0o777)
	if err := f.Keep(); err == nil {
		t.Error("renamed over a directory that is not empty")
	}
	if n := names(t, dir); len(n) != 1 {
		t.Errorf("left are %v", n)
	}
	if _, err := whole.Create(filepath.Join(dir, "missing", "a")); err == nil {
		t.Error("created in a directory that does not exist")
	}
}
