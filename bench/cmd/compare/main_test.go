package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	for _, test := range []struct {
		name     string
		args     []string
		code     int
		out, err string // what must be found
	}{
		{"one group", []string{"-run", "^cycle/readers=1/", "-rounds", "2", "-time", "1ms"}, 0, "xsync-spsc", "1/1 cycle/readers=1 .."},
		{"markdown", []string{"-run", "^tags/every=none/", "-rounds", "1", "-time", "1ms", "-markdown"}, 0, "| channel |", "4 cases"},
		{"without circular", []string{"-run", "^cycle/readers=1/peer=channel", "-rounds", "1", "-time", "1ms"}, 0, "channel", "1 cases"},
		{"list", []string{"-list", "-run", "wake"}, 0, "wake/items=1/peer=cond\n", ""},
		{"help", []string{"-h"}, 0, "", "of the floor"},
		{"nothing matches", []string{"-run", "nosuchthing"}, 1, "", "no case matches"},
		{"not a pattern", []string{"-run", "("}, 2, "", "missing closing"},
		{"no rounds", []string{"-rounds", "0"}, 2, "", "at least one round"},
		{"no time", []string{"-time", "0s"}, 2, "", "some time"},
		{"an argument", []string{"stream"}, 2, "", "no other arguments"},
		{"no such flag", []string{"-nosuch"}, 2, "", "nosuch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out, err strings.Builder
			if code := compare.Run(test.args, &out, &err); code != test.code {
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
