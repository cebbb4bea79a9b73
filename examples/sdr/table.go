package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"
)

// table is what the terminal shows at the end.
type table struct {
	in       *input
	stations []*station
	seconds  float64 // of signal
	took     time.Duration
}

func (t table) print(w io.Writer) error {
	speed := fmt.Sprintf("%.1f x real time", t.seconds/t.took.Seconds())
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tw, "station\tpilot\tdeviation\tlevel\tlength\tspeed\tfile")
	for _, s := range t.stations {
		pilot, deviation := "none: mono", "-"
		if frequency, swing, seconds := s.receiver.Stereo.Pilot(); seconds > 0 {
			pilot, deviation = fmt.Sprintf("%.1f Hz", frequency), fmt.Sprintf("%.2f kHz", swing/1e3)
		}
		level := "silence"
		if l := s.meter.Level(); !math.IsInf(l, 0) {
			level = fmt.Sprintf("%.1f dBFS", l)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%.2f s\t%s\t%s\n",
			t.name(s), pilot, deviation, level, s.sound.Seconds(), speed, s.path)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, s := range t.stations {
		if n := s.sound.Clipped(); n > 0 {
			fmt.Fprintf(w, "%s: %d values beyond full scale were cut off\n", t.name(s), n)
		}
	}
	return nil
}

// name is the offset of a station, with its frequency on the air if that is known.
func (t table) name(s *station) string {
	name := signed(s.offset/1e3) + " kHz"
	if t.in.centre != 0 {
		name += fmt.Sprintf(" (%.3f MHz)", (t.in.centre+s.offset)/1e6)
	}
	return name
}
