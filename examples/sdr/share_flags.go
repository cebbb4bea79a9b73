package main

import (
	"errors"
	"flag"
	"strings"
)

// sharedScheme begins the name of a stream that another process shares.
const sharedScheme = "shm:"

// shareFlags adds -share and -from.
func (o *options) shareFlags(f *flag.FlagSet) {
	f.Func("share", "", func(s string) error {
		if o.share = strings.TrimPrefix(s, sharedScheme); o.share == "" {
			return errors.New("a stream has a name")
		}
		return nil
	})
	f.Func("from", "", func(s string) error {
		name, ok := strings.CutPrefix(s, sharedScheme)
		if o.from = name; !ok || name == "" {
			return errors.New("a stream is named as " + sharedScheme + "NAME, what -share NAME shares; a recording by -in FILE")
		}
		return nil
	})
}

// checkShare says which flags do not go with a multiplex from elsewhere. What is not
// given of it, the stream says.
func (o *options) checkShare(given map[string]bool) error {
	if o.from == "" {
		return nil
	}
	for _, name := range []string{"in", "format", "rate", "frequency", "gain", "ppm", "station", "record"} {
		if given[name] {
			return usage("-%s is for a band, and %s%s is one station without it: leave -%s or -from out", name, sharedScheme, o.from, name)
		}
	}
	if o.share != "" {
		return usage("%s%s is shared already: any number of processes may read it", sharedScheme, o.from)
	}
	if !given["deemphasis"] {
		o.deEmphasis = 0
	}
	return nil
}
