package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

// table prints the aircraft and how many messages came.
func (r *report) table(w io.Writer, seconds float64, took time.Duration) error {
	aircraft := r.tracker.Aircraft()
	if len(aircraft) > 0 {
		tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
		fmt.Fprintln(tw, "address\tident\taltitude\tspeed\ttrack\tvertical\tposition\tsquawk\tmessages\tlevel")
		for _, a := range aircraft {
			fmt.Fprintf(tw, "%06x\t%s\t%d\t%.1f dBFS\n", a.Address, strings.Join(cells(a), "\t"), a.Messages, r.levels[a.Address])
		}
		if err := tw.Flush(); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	total, list := 0, ""
	for df, n := range r.formats {
		if n > 0 {
			total += n
			list += fmt.Sprintf("   DF %d: %d", df, n)
		}
	}
	_, err := fmt.Fprintf(w, "%d messages of %d aircraft in %.3g s, %.1f x real time%s\n",
		total, len(aircraft), seconds, seconds/took.Seconds(), list)
	return err
}

// cells are the columns from ident to squawk, - where nothing is known.
func cells(a modes.Aircraft) []string {
	list := []string{"-", "-", "-", "-", "-", "-", "-"}
	set := func(i int, f modes.Fields, format string, v ...any) {
		if a.Has&f == f {
			list[i] = fmt.Sprintf(format, v...)
		}
	}
	set(0, modes.HasIdent, "%s", a.Ident)
	set(1, modes.HasAltitude, "%d ft", a.Altitude)
	set(2, modes.HasSpeed, "%.0f kt", a.Speed)
	set(3, modes.HasTrack, "%.0f°", a.Track)
	set(4, modes.HasVerticalRate, "%s ft/min", signed(float64(a.VerticalRate)))
	set(5, modes.HasPosition, "%.5f %.5f", a.At.Lat, a.At.Lon)
	set(6, modes.HasSquawk, "%04o", a.Squawk)
	if a.Has&modes.HasGround != 0 && a.OnGround && a.Has&modes.HasAltitude == 0 {
		list[1] = "ground"
	}
	return list
}
