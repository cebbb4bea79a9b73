//go:build linux

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/bench/cross"
)

func TestMain(m *testing.M) {
	cross.Serve()
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // else each process of a race build takes a second to end
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	for _, test := range []struct {
		name     string
		args     []string
		code     int
		out, err string // what must be found
	}{
		{"round trips", []string{"-run", "^roundtrip/.*=own/", "-rounds", "1", "-time", "1ms"}, 0, "shmlink-poll is", "1/1 roundtrip/items=1/cores=own ."},
		{"markdown", []string{"-run", "^stream/batch=4KiB/readers=1/peer=(shmlink|unix)$", "-rounds", "2", "-time", "1ms", "-markdown"}, 0, "| unix |", "2 cases"},
		{"list", []string{"-list", "-run", "attached/readers=64"}, 0, "attached/readers=64/peer=pages\n", ""},
		{"help", []string{"-h"}, 0, "", "keep their processors"},
		{"nothing matches", []string{"-run", "nosuchthing"}, 1, "", "cross: no case matches"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out, err strings.Builder
			if code := command.Run(test.args, &out, &err); code != test.code {
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
