package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// options are the arguments of fm.
type options struct {
	recording
	stations   []float64 // offsets, Hz
	deEmphasis float64   // seconds
	out        string
	record     string // "": nothing
	share      string // the name of the stream; "": not shared
	from       string // the name of the stream; "": from a band
	json       bool
}

// parseFM reads the arguments of fm; for the errors see parse.
func parseFM(args []string) (options, error) {
	o := options{deEmphasis: 50e-6, out: "out"}
	f := o.flags("fm")
	f.StringVar(&o.out, "out", o.out, "")
	f.StringVar(&o.record, "record", "", "")
	f.BoolVar(&o.json, "json", false, "")
	o.shareFlags(f)
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
	given, err := parse(f, args)
	if err != nil {
		return o, err
	}
	return o, o.check(given)
}

func (o *options) check(given map[string]bool) error {
	if err := o.checkShare(given); err != nil {
		return err
	}
	if err := o.recording.check(given); err != nil {
		return err
	}
	if o.in == "" && given["station"] {
		return usage("-station is for a recording: add -in FILE")
	}
	if err := o.checkOutput(given); err != nil {
		return err
	}
	if o.record != "" && o.in != "" && sameRecording(o.record, o.in) {
		return usage("-record %s would replace what is read: choose another name", o.record)
	}
	if err := o.needFrequency(); err != nil {
		return err
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

// checkOutput says which names nothing can be written to.
func (o *options) checkOutput(given map[string]bool) error {
	if !given["record"] {
		return nil
	}
	info, err := os.Stat(o.record)
	switch {
	case o.record == "", o.record == "-", err == nil && info.IsDir(), strings.HasSuffix(o.record, "/"):
		return usage("-record needs the name of a recording, as FILE.sigmf-meta")
	case filepath.Ext(o.record) == ".sigmf":
		return usage("-record %s: archives are not written, a pair of files is: name it %s-meta", o.record, o.record)
	}
	return nil
}
