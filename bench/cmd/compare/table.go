package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/seed-ff569660/seamless/bench"
)

// table is what is printed about one group.
type table struct {
	title string
	note  string
	head  []string
	rows  [][]string
}

// none stands where there is nothing to say.
const none = "-"

// table lays the measurements of a group out.
func (m *measured) table() table {
	first := m.cases[0]
	t := table{
		title: first.Group(),
		note:  m.note(),
		head:  []string{"peer", first.Unit.String()},
	}
	floor := m.find(func(c bench.Case) bool { return c.Role == bench.Floor })
	circular := m.find(func(c bench.Case) bool { return c.Peer == "circular" })
	lockfree := m.find(func(c bench.Case) bool { return c.Peer == "lockfree" })
	if floor >= 0 {
		t.head = append(t.head, "of the floor")
	}
	if circular >= 0 {
		t.head = append(t.head, "circular is")
	}
	if lockfree >= 0 {
		t.head = append(t.head, "lockfree is")
	}
	counts := false
	for _, w := range m.waits {
		counts = counts || len(w) != 0
	}
	if counts {
		t.head = append(t.head, "waits/Mitem")
	}

	for i, c := range m.cases {
		row := []string{c.Peer, spreadOf(m.figures[i]).String()}
		if floor >= 0 {
			row = append(row, m.faster(i, floor, "%"))
		}
		if circular >= 0 {
			row = append(row, m.faster(circular, i, "x"))
		}
		if lockfree >= 0 {
			row = append(row, m.faster(lockfree, i, "x"))
		}
		if counts {
			waits := none
			if len(m.waits[i]) != 0 {
				waits = spreadOf(m.waits[i]).String()
			}
			row = append(row, waits)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// note says how the machine was, and whether that was too restless for the
// figures to be worth anything.
func (m *measured) note() string {
	spins, cores := spreadOf(m.spins), spreadOf(m.cores)
	note := fmt.Sprintf("spin ping-pong %v ns, cores %v", spins, cores)
	if cores.median < 0.9*float64(m.procs) || spins.most > 1.5*spins.least {
		note += ": NOT QUIET, run again"
	}
	return note
}

// find returns the index of the first case that is wanted, or -1.
func (m *measured) find(wanted func(bench.Case) bool) int {
	for i, c := range m.cases {
		if wanted(c) {
			return i
		}
	}
	return -1
}

// faster says how many times as fast case a is as case b, as a multiple or a
// percentage; nothing of a case and itself.
func (m *measured) faster(a, b int, unit string) string {
	if a == b {
		return none
	}
	s := spreadOf(ratios(m.figures[a], m.figures[b], m.cases[a].Unit.Faster))
	if unit == "%" {
		return fmt.Sprintf("%.0f %% (%.0f–%.0f)", 100*s.median, 100*s.least, 100*s.most)
	}
	return fmt.Sprintf("%s x (%s–%s)", short(s.median), short(s.least), short(s.most))
}

// text prints a table for a terminal.
func text(w io.Writer, t table) {
	fmt.Fprintf(w, "\n%s\n  %s\n", t.title, t.note)
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tw, "  "+strings.Join(t.head, "\t"))
	for _, row := range t.rows {
		fmt.Fprintln(tw, "  "+strings.Join(row, "\t"))
	}
	_ = tw.Flush()
}

// asMarkdown prints a table to be pasted into a document.
func asMarkdown(w io.Writer, t table) {
	fmt.Fprintf(w, "\n### %s\n\n%s\n\n", t.title, t.note)
	fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(t.head, " | "), strings.Repeat("---|", len(t.head)))
	for _, row := range t.rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | "))
	}
}
