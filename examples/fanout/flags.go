package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
)

// usageError is an error that other arguments would mend.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// options are the arguments of all commands; each has the flags of some.
type options struct {
	// what is published
	in, beats string
	heartRate float64
	seed      uint64
	speed     float64 // times real time; 0: as fast as can be

	// what is done with it
	lead  int
	out   string
	lossy bool
	rows  int

	seconds    float64 // 0: all
	stream     string
	json       bool
	supervised bool
	oneProcess bool
}

func newFlags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f
}

func (o *options) publishFlags(f *flag.FlagSet) {
	o.heartRate, o.seed, o.speed = 72, 1, 1
	f.StringVar(&o.in, "in", "", "")
	f.StringVar(&o.beats, "beats", "", "")
	f.Func("heart-rate", "", func(s string) (err error) {
		if o.heartRate, err = strconv.ParseFloat(s, 64); err != nil || !(o.heartRate >= 30 && o.heartRate <= 200) {
			err = errors.New("a heart rate is 30 to 200 a minute")
		}
		return err
	})
	f.Uint64Var(&o.seed, "seed", o.seed, "")
	f.Func("speed", "", func(s string) (err error) {
		if s == "max" {
			o.speed = 0
			return nil
		}
		if o.speed, err = strconv.ParseFloat(s, 64); err != nil || !(o.speed >= 0.01 && o.speed <= 1e6) {
			err = errors.New("a speed is max or a number, 0.01 or more")
		}
		return err
	})
}

func (o *options) commonFlags(f *flag.FlagSet) {
	f.Func("seconds", "", func(s string) (err error) {
		if o.seconds, err = strconv.ParseFloat(s, 64); err != nil || !(o.seconds >= 0.1 && o.seconds <= 1e9) {
			err = errors.New("a length is 0.1 seconds or more")
		}
		return err
	})
}

func (o *options) streamFlags(f *flag.FlagSet) {
	f.StringVar(&o.stream, "stream", "ecg", "")
	f.BoolVar(&o.json, "json", false, "")
	f.BoolVar(&o.supervised, "supervised", false, "")
}

func (o *options) leadFlag(f *flag.FlagSet) {
	f.Func("lead", "", func(s string) (err error) {
		if o.lead, err = strconv.Atoi(s); err != nil || o.lead < 0 || o.lead > 1 {
			err = errors.New("a lead is 0 or 1")
		}
		return err
	})
}

func (o *options) outFlag(f *flag.FlagSet) { f.StringVar(&o.out, "out", "out", "") }

// parse reads the arguments and returns which flags were given. flag.ErrHelp asks
// for the help, a usageError says what is wrong and what to do.
func parse(f *flag.FlagSet, args []string) (given map[string]bool, err error) {
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil, err
	} else if err != nil {
		return nil, usageError{err.Error()}
	}
	if rest := f.Args(); len(rest) > 0 {
		return nil, usage("unexpected argument %q: a record is named by -in FILE", rest[0])
	}
	given = map[string]bool{}
	f.Visit(func(g *flag.Flag) { given[g.Name] = true })
	return given, nil
}

// checkSource says which flags do not go with what is published.
func (o *options) checkSource(given map[string]bool) error {
	for _, name := range []string{"heart-rate", "seed"} {
		if o.in != "" && given[name] {
			return usage("-%s is for a heart made here: leave -in or -%s out", name, name)
		}
	}
	if o.in == "" && given["beats"] {
		return usage("-beats is for a record: add -in FILE")
	}
	return nil
}

// frames returns how many frames there are to be at most; 0: all.
func (o *options) frames() uint64 { return uint64(math.Round(o.seconds * ecg.Rate)) }
