package arch_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/seed-ff569660/seamless"

// floors lists the packages of the module from the top down; a package may
// import those of lower floors, and on its own floor nothing. The root package
// (".") holds the errors and statistics that all streams share.
var floors = [][]string{
	{"pipeline/rtltcp", "pipeline/live", "pipeline/pipelinetest", "shmlink/cmd/shmtop"},
	{"pipeline/sigmf", "pipeline"},
	{"pipeline/dsp", "pipeline/iq"},
	{"internal/streamtest"},
	{"circular", "lockfree", "shmlink"},
	{"internal/spmc", "shmlink/shm"},
	{"dmb", "notifier", "metadata"},
	{"internal/layout", "internal/memory"},
	{".", "internal/atomics", "internal/fence", "internal/pad", "internal/arch"},
}

// foreign lists who may import what from outside the standard library.
// Everybody may use testify in tests.
var foreign = map[string][]string{
	"golang.org/x/sys/":                 {"dmb", "internal/fence", "internal/memory", "pipeline/dsp", "shmlink/shm"},
	"github.com/sourcegraph/conc/":      {"pipeline"},
	"github.com/stretchr/testify/":      {"internal/streamtest"},
	"github.com/seed-ff569660/seamless": nil, // the floors say
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) (all []pkg) {
	t.Helper()
	var lines strings.Builder
	for _, goos := range []string{"linux", "windows", "darwin", "freebsd", "js"} {
		goarch := "amd64"
		if goos == "js" {
			goarch = "wasm"
		}
		cmd := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...")
		cmd.Env = append(cmd.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
		out, err := cmd.Output()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list for %s: %s", goos, exit.Stderr)
		}
		require.NoError(t, err)
		lines.Write(out)
	}
	for d := json.NewDecoder(strings.NewReader(lines.String())); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else {
			require.NoError(t, err)
		}
		if !strings.HasPrefix(p.ImportPath, module+"/examples/") && !strings.HasPrefix(p.ImportPath, module+"/bench") {
			all = append(all, p)
		}
	}
}

func short(path string) string {
	if path == module {
		return "."
	}
	return strings.TrimPrefix(path, module+"/")
}

func floor(name string) int {
	return slices.IndexFunc(floors, func(f []string) bool { return slices.Contains(f, name) })
}

func TestImportsGoDown(t *testing.T) {
	for _, p := range packages(t) {
		from := short(p.ImportPath)
		if floor(from) < 0 {
			t.Errorf("package %s has no floor: give it one here and in ARCHITECTURE.md", from)
			continue
		}
		for _, path := range p.Imports {
			to := short(path)
			if to == path {
				continue
			}
			if floor(to) <= floor(from) {
				t.Errorf("%s (floor %d) imports %s (floor %d): imports go down only", from, floor(from), to, floor(to))
			}
		}
	}
}

func TestForeignImports(t *testing.T) {
	for _, p := range packages(t) {
		for _, path := range p.Imports {
			if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
				continue // the standard library
			}
			allowed := false
			for prefix, who := range foreign {
				allowed = allowed || strings.HasPrefix(path+"/", prefix) && (who == nil || slices.Contains(who, short(p.ImportPath)))
			}
			if !allowed {
				t.Errorf("%s imports %s", short(p.ImportPath), path)
			}
		}
	}
}
