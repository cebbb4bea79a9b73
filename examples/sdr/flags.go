package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// usageError is an error that other arguments would mend.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// recording is what the arguments say of the input, the same in all commands.
type recording struct {
	in, format string
	rate       float64 // of raw samples and of a radio, 0: not given
	frequency  float64 // at the centre, 0: not given
	gain       rtltcp.Gain
	ppm        int
	seconds    float64 // of a recording, at most; 0: all
}

// flags returns a set of flags with those of a recording.
func (r *recording) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&r.in, "in", "", "")
	f.StringVar(&r.format, "format", "", "")
	f.Func("rate", "", func(s string) (err error) {
		if r.rate, err = hertz(s); err == nil && r.rate <= 0 {
			err = errors.New("a rate is more than 0")
		}
		return err
	})
	f.Func("frequency", "", func(s string) (err error) {
		if r.frequency, err = hertz(s); err == nil && r.frequency <= 0 {
			err = errors.New("a frequency on the air is more than 0")
		}
		return err
	})
	f.Func("gain", "", func(s string) error {
		if s == "auto" {
			r.gain = rtltcp.Gain{}
			return nil
		}
		dB, err := strconv.ParseFloat(s, 64)
		if err != nil || !(math.Abs(dB) <= 100) {
			return errors.New("a gain is auto or a number of dB")
		}
		r.gain = rtltcp.DB(dB)
		return nil
	})
	f.Func("ppm", "", func(s string) (err error) {
		if r.ppm, err = strconv.Atoi(s); err != nil {
			err = errors.New("it is a whole number of parts per million")
		}
		return err
	})
	f.Func("seconds", "", func(s string) (err error) {
		if r.seconds, err = strconv.ParseFloat(s, 64); err != nil || !(r.seconds >= 0.1 && r.seconds <= 1e6) {
			err = errors.New("a length is 0.1 to 1000000 seconds")
		}
		return err
	})
	return f
}

// ownSeconds is the length of a signal that is made here, unless -seconds says.
func (r *recording) ownSeconds() float64 {
	if r.seconds == 0 {
		return 10
	}
	return r.seconds
}

// parse reads the arguments and returns which flags were given. flag.ErrHelp
// asks for the help, a usageError says what is wrong and what to do.
func parse(f *flag.FlagSet, args []string) (given map[string]bool, err error) {
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil, err
	} else if err != nil {
		return nil, usageError{err.Error()}
	}
	if rest := f.Args(); len(rest) > 0 {
		return nil, usage("unexpected argument %q: a recording is named by -in FILE", rest[0])
	}
	given = map[string]bool{}
	f.Visit(func(g *flag.Flag) { given[g.Name] = true })
	return given, nil
}

// check says which flags do not go with the input.
func (r *recording) check(given map[string]bool) error {
	for _, name := range []string{"format", "rate", "frequency"} {
		if r.in == "" && given[name] {
			return usage("-%s is for a recording: add -in FILE", name)
		}
	}
	for _, name := range []string{"gain", "ppm"} {
		if !r.live() && given[name] {
			return usage("-%s is for a radio: add -in %sHOST:PORT", name, scheme)
		}
	}
	if r.live() && given["format"] {
		return usage("-format is for raw samples: %s sends cu8", r.in)
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
