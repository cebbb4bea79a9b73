package main

import (
	"errors"
	"flag"
	"io"
	"math"
	"strconv"
	"strings"
)

// options are the arguments of the command.
type options struct {
	in, format string
	rate       float64   // of raw samples, 0: not given
	stations   []float64 // offsets, Hz
	deEmphasis float64   // seconds
	out        string
	seconds    float64 // of the own signal
}

// parse reads the arguments. flag.ErrHelp asks for the help, a usageError says
// what is wrong and what to do.
func parse(args []string) (options, error) {
	o := options{deEmphasis: 50e-6, out: "out", seconds: 10}
	f := flag.NewFlagSet("sdr", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.in, "in", "", "")
	f.StringVar(&o.format, "format", "", "")
	f.StringVar(&o.out, "out", o.out, "")
	f.Func("rate", "", func(s string) (err error) {
		if o.rate, err = hertz(s); err == nil && o.rate <= 0 {
			err = errors.New("a rate is more than 0")
		}
		return err
	})
	f.Func("station", "", func(s string) error {
		offset, err := hertz(s)
		o.stations = append(o.stations, offset)
		return err
	})
	f.Func("deemphasis", "", func(s string) error {
		switch s {
		case "50":
			o.deEmphasis = 50e-6
		case "75":
			o.deEmphasis = 75e-6
		default:
			return errors.New("it is 50 or 75 microseconds")
		}
		return nil
	})
	f.Func("seconds", "", func(s string) (err error) {
		if o.seconds, err = strconv.ParseFloat(s, 64); err != nil || !(o.seconds >= 0.1 && o.seconds <= 3600) {
			err = errors.New("a length is 0.1 to 3600 seconds")
		}
		return err
	})
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, err
	} else if err != nil {
		return o, usageError{err.Error()}
	}
	given := map[string]bool{}
	f.Visit(func(g *flag.Flag) { given[g.Name] = true })
	return o, o.check(f.Args(), given)
}

func (o options) check(rest []string, given map[string]bool) error {
	if len(rest) > 0 {
		return usage("unexpected argument %q: a recording is named by -in FILE", rest[0])
	}
	if o.in == "" {
		for _, name := range []string{"format", "rate", "station"} {
			if given[name] {
				return usage("-%s is for a recording: add -in FILE", name)
			}
		}
	} else if given["seconds"] {
		return usage("-seconds is for the own signal: leave it out with -in")
	}
	for i, a := range o.stations {
		for _, b := range o.stations[:i] {
			if a == b {
				return usage("station %+g Hz is named twice", a)
			}
		}
	}
	return nil
}

// hertz reads a frequency such as -200000, 2e5, 200k or 0.2M.
func hertz(s string) (float64, error) {
	number, unit := s, 1.0
	switch {
	case strings.HasSuffix(s, "k"):
		number, unit = s[:len(s)-1], 1e3
	case strings.HasSuffix(s, "M"):
		number, unit = s[:len(s)-1], 1e6
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errors.New("a frequency is written as 200000, 200k or 0.2M")
	}
	return v * unit, nil
}
