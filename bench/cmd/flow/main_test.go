package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// answers is the environment variable that makes this test program answer like
// the program in the folder gnuradio.
const answers = "FLOW_TEST_ANSWER"

func TestMain(m *testing.M) {
	answer, asked := os.LookupEnv(answers)
	if !asked {
		os.Exit(m.Run())
	}
	if answer == "" {
		fmt.Fprintln(os.Stderr, "it broke")
		os.Exit(1)
	}
	fmt.Printf(answer+"\n", os.Args[1], os.Args[2])
}

func TestRun(t *testing.T) {
	const good = "%s samples=%s seconds=3 Ms/s=1"
	program := []string{"-run", "^chain/copies=1$", "-rounds", "1", "-time", "1ms", "-gnuradio", os.Args[0]}
	for _, test := range []struct {
		name     string
		args     []string
		answer   string
		code     int
		out, err string // what must be found
	}{
		{"ours alone", []string{"-run", "^chain/copies=1$", "-rounds", "2", "-time", "1ms"}, "", 0, "of the floor", "1/1 chain/copies=1 .."},
		{"without a floor", []string{"-run", "^age/copies=1$", "-rounds", "1", "-time", "1ms"}, "", 0, "µs", "age"},
		{"markdown", []string{"-run", "^fm$", "-rounds", "1", "-time", "1ms", "-markdown"}, "", 0, "| fm | Ms/s |", "fm"},
		{"beside the program", program, good, 0, "ours is", "chain"},
		{"the program fails", program, "", 1, "", "exit status 1: it broke"},
		{"the program does another work", program, "fan samples=%[2]s seconds=3 Ms/s=1%.0[1]s", 1, "", "not a result of chain/copies=1"},
		{"the program cannot be read", program, "%s samples=%s seconds=soon", 1, "", `field "seconds=soon"`},
		{"no such program", []string{"-run", "fm", "-gnuradio", "./nosuch"}, "", 1, "", "nosuch"},
		{"list", []string{"-list", "-run", "hop"}, "", 0, "hop/copies=0\n", ""},
		{"help", []string{"-h"}, "", 0, "", "of the floor"},
		{"nothing matches", []string{"-run", "nosuchthing"}, "", 1, "", "no work matches"},
		{"not a pattern", []string{"-run", "("}, "", 2, "", "missing closing"},
		{"no rounds", []string{"-rounds", "0"}, "", 2, "", "at least one round"},
		{"no time", []string{"-time", "0s"}, "", 2, "", "some time"},
		{"an argument", []string{"chain"}, "", 2, "", "no other arguments"},
		{"no such flag", []string{"-nosuch"}, "", 2, "", "nosuch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv(answers, test.answer)
			var out, err strings.Builder
			if code := run(test.args, &out, &err); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if !strings.Contains(out.String(), test.out) {
				t.Errorf("standard output lacks %q:\n%s", test.out, &out)
			}
			if !strings.Contains(err.String(), test.err) {
				t.Errorf("standard error lacks %q:\n%s", test.err, &err)
			}
		})
	}
}
