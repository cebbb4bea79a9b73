package table

import (
	"strings"
	"testing"
)

func TestQuietTellsARestlessMachine(t *testing.T) {
	for _, test := range []struct {
		name         string
		spins, cores []float64
		quiet        bool
		rounds       int
	}{
		{"as it should be", []float64{150, 170}, []float64{2, 1.9}, true, 2},
		{"one round of three disturbed", []float64{150, 170, 160}, []float64{2, 0.5, 2}, true, 2},
		{"a core taken", []float64{150, 170, 160}, []float64{1, 1.9, 1.2}, false, 1},
		{"the cores moved apart", []float64{150, 450}, []float64{2, 1.9}, false, 1},
	} {
		q := Quiet{Spins: test.spins, Cores: test.cores, Procs: 2}
		if q.Is() != test.quiet || strings.Contains(q.Note(), "NOT QUIET") == test.quiet {
			t.Errorf("%s: %v, %s", test.name, q.Is(), q.Note())
		}
		if n := q.Rounds(); n != test.rounds {
			t.Errorf("%s: %d rounds were quiet, want %d", test.name, n, test.rounds)
		}
	}
}

func TestLookAddsARound(t *testing.T) {
	var q Quiet
	if err := q.Look(); err != nil || len(q.Spins) != 1 || len(q.Cores) != 1 || q.Spins[0] <= 0 || q.Procs < 1 {
		t.Errorf("%+v, %v", q, err)
	}
}
