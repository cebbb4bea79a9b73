package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// table prints all streams, a line each.
func table(w io.Writer, all []state) error {
	t := columns(w)
	fmt.Fprintln(t, "STREAM\tTYPE\tRATE\tBYTES\tREADERS\tLAG\tRING\tLOST\tPROCESS\tAGE")
	for _, s := range all {
		if s.err != nil {
			continue
		}
		i := s.info
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%d\t%s\t%d\t%s\t%s\n",
			plain(s.name), plain(i.Type), perSecond(s.rate), bytesPerSecond(s.rate, i.ItemBytes),
			i.Writer.Readers, s.lag(), percent(s.lag(), i.Writer.Capacity), s.lost(), process(i.PID), age(i.Age))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, s := range all {
		if s.err != nil {
			if _, err := fmt.Fprintf(w, "%s: %s\n", plain(s.name), plain(oneLine(s.err))); err != nil {
				return err
			}
		}
	}
	return nil
}

// detail prints one stream with its readers.
func detail(w io.Writer, s state) error {
	i := s.info
	_, err := fmt.Fprintf(w, "%s: items of %s, %s; written by process %s for %s\n"+
		"%s, %s; %d items so far, the writer waited %d times\n"+
		"ring of %d items, %s, %s full; %d of %d readers\n",
		plain(s.name), plain(i.Type), size(float64(i.ItemBytes)), process(i.PID), age(i.Age),
		perSecond(s.rate), bytesPerSecond(s.rate, i.ItemBytes), i.Writer.Items, i.Writer.Waits,
		i.Writer.Capacity, size(float64(i.Writer.Capacity)*float64(i.ItemBytes)), percent(s.lag(), i.Writer.Capacity), i.Writer.Readers, i.MaxReaders)
	if err != nil || len(i.Readers) == 0 {
		return err
	}
	t := columns(w)
	fmt.Fprintln(t, "\nREADER\tPROCESS\tPOLICY\tRATE\tLAG\tRING\tMOST\tLOST\tWAITS\tAGE")
	for _, r := range i.Readers {
		rate, known := s.rates[r.Number]
		if !known {
			rate = -1
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%d\t%s\t%d\t%d\t%d\t%s\n",
			r.Number, process(r.PID), plain(r.Policy), perSecond(rate), r.Stats.Fill, percent(r.Stats.Fill, i.Writer.Capacity),
			r.Stats.MaxFill, r.Stats.Lost, r.Stats.Waits, age(r.Age))
	}
	return t.Flush()
}

func columns(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// process is a process with the name of its program, where the system tells.
func process(pid int) string {
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return fmt.Sprint(pid)
	}
	return fmt.Sprintf("%d %s", pid, plain(strings.TrimSpace(string(name))))
}
