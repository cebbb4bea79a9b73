package main

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

// table is what the terminal shows at the end.
type table struct {
	in       *input
	stations []*station
	seconds  float64 // of signal
	took     time.Duration
	recorder *recorder
	dir      string // of the pictures; "": there are none
}

func (t table) print(w io.Writer) error {
	speed := fmt.Sprintf("%.1f x real time", t.seconds/t.took.Seconds())
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tw, "station\tname\tPI\ttype\tpilot\tdeviation\tlevel\tlength\tspeed\tfile")
	for _, s := range t.stations {
		pilot, deviation := "none: mono", "-"
		if frequency, swing, seconds := s.receiver.Stereo.Pilot(); seconds > 0 {
			pilot, deviation = fmt.Sprintf("%.1f Hz", frequency), fmt.Sprintf("%.2f kHz", swing/1e3)
		}
		level := "silence"
		if l := s.level(); !math.IsInf(l, 0) {
			level = fmt.Sprintf("%.1f dBFS", l)
		}
		name, pi, kind := s.radio.cells()
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.2f s\t%s\t%s\n",
			t.name(s), name, pi, kind, pilot, deviation, level, s.sound.Seconds(), speed, s.path)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, s := range t.stations {
		if text := s.radio.text(); text != "" {
			fmt.Fprintf(w, "%s: %s\n", t.name(s), text)
		}
		if reception := s.radio.reception(); reception != "" {
			fmt.Fprintf(w, "%s: %s\n", t.name(s), reception)
		}
		if n := s.sound.Clipped(); n > 0 {
			fmt.Fprintf(w, "%s: %d values beyond full scale were cut off\n", t.name(s), n)
		}
	}
	if t.dir != "" {
		fmt.Fprintf(w, "pictures: %s, %s\n", filepath.Join(t.dir, "spectrum.png"), filepath.Join(t.dir, "waterfall.png"))
	}
	if t.recorder != nil {
		fmt.Fprintf(w, "recorded: %s\n", t.recorder.path)
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

// cells are the columns that RDS tells, - where it does not.
func (r *radio) cells() (name, pi, kind string) {
	s := r.decoder.Station()
	name, pi, kind = "-", "-", "-"
	if s.Name != "" {
		name = strings.TrimRight(s.Name, " ")
	}
	if s.PI != 0 { // which no station has
		pi = strings.TrimSpace(fmt.Sprintf("%04X %s", s.PI, s.CallSign))
		if k := r.region.ProgrammeType(s.ProgrammeType); k != "" {
			kind = k
		}
	}
	return name, pi, kind
}

// reception is how RDS was received, and the time that the station tells; "" if there
// was none.
func (r *radio) reception() string {
	c := r.decoder.Counts()
	if c.Groups == 0 {
		return ""
	}
	s := fmt.Sprintf("RDS in %d groups, %d complete; of %d blocks %d lost, %d corrected", c.Groups, c.Complete, 4*c.Groups, c.Lost, c.Corrected)
	if clock := r.decoder.Station().Clock; !clock.IsZero() {
		s += clock.Format("; its clock said 2006-01-02 15:04 -07:00")
	}
	return s
}

// text is the RadioText, as far as it was received, "" if not at all. Segments
// that are missing are dots.
func (r *radio) text() string {
	if s := r.decoder.Station().Text; s != "" {
		return fmt.Sprintf("%q", s)
	}
	text, _, segments := r.decoder.PartialText()
	if segments == 0 {
		return ""
	}
	const size = 4 // characters a segment
	runes := []rune(text)
	last := 0
	for i := range len(runes) / size {
		if segments>>i&1 == 0 {
			copy(runes[i*size:], []rune("...."))
		} else if strings.TrimSpace(string(runes[i*size:(i+1)*size])) != "" {
			last = (i + 1) * size
		}
	}
	return fmt.Sprintf("%q, received in part", strings.TrimRight(string(runes[:last]), " "))
}
