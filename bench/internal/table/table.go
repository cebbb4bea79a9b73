// Package table prints what a comparison has measured: medians with their
// spread, ratios made round by round, and how the machine was meanwhile.
package table

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Table is what is printed about works that belong together.
type Table struct {
	Title string
	Note  string
	Head  []string
	Rows  [][]string
}

// None stands where there is nothing to say.
const None = "-"

// Text prints a table for a terminal.
func (t Table) Text(w io.Writer) {
	fmt.Fprintf(w, "\n%s\n  %s\n", t.Title, t.Note)
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tw, "  "+strings.Join(t.Head, "\t"))
	for _, row := range t.Rows {
		fmt.Fprintln(tw, "  "+strings.Join(row, "\t"))
	}
	_ = tw.Flush()
}

// Markdown prints a table to be pasted into a document.
func (t Table) Markdown(w io.Writer) {
	fmt.Fprintf(w, "\n### %s\n\n%s\n\n", t.Title, t.Note)
	fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(t.Head, " | "), strings.Repeat("---|", len(t.Head)))
	for _, row := range t.Rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | "))
	}
}
