package streamtest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

func goroutines() int { return runtime.NumGoroutine() }

// noMoreGoroutines fails the test, with all the stacks, if there are soon no
// fewer goroutines than before.
func noMoreGoroutines(t *testing.T, before int) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); goroutines() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			var stacks bytes.Buffer
			_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
			t.Errorf("%d goroutines, %d before:\n%s", goroutines(), before, &stacks)
			return
		}
	}
}

func uniqueName() string { return fmt.Sprintf("streamtest-%016x", rand.Uint64()) }

// mappings returns how many mappings and how many open files bear the name.
// Both are 0 where the system does not show them.
func mappings(name string) (maps, files int) {
	text, _ := os.ReadFile("/proc/self/maps")
	links, _ := filepath.Glob("/proc/self/fd/*")
	for _, link := range links {
		if target, _ := os.Readlink(link); strings.Contains(target, name) {
			files++
		}
	}
	return bytes.Count(text, []byte(name)), files
}

func noMemory(t *testing.T, name string) {
	t.Helper()
	if maps, files := mappings(name); maps+files != 0 {
		t.Errorf("%d mappings and %d files are left", maps, files)
	}
}

// memory sees that a stream's memory lives until its last end has closed.
func (s suite[T]) memory(t *testing.T) {
	w, err := s.New(Config{Name: s.name})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Join(w, ReaderConfig{})
	if err != nil {
		t.Fatal(err)
	}
	alive, files := mappings(s.name)
	if files != 0 {
		t.Errorf("%d open files", files)
	}
	if alive > 2 {
		t.Errorf("%d mappings of one ring", alive)
	}
	s.produce(t, w, 10)
	closed(t, w)
	if maps, _ := mappings(s.name); maps != alive {
		t.Errorf("%d mappings when the writer had closed, %d before", maps, alive)
	}
	s.consume(t, r, 10)
	closed(t, r)
	noMemory(t, s.name)
	t.Logf("%d mappings while it lived", alive)
}
