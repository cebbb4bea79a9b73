package main

import (
	"fmt"
	"slices"

	"github.com/seed-ff569660/seamless/bench/internal/table"
)

// others are those that ours is put beside, each with two columns: what it did,
// and ours as a multiple or a share of it.
var others = []struct {
	head  [2]string
	of    func(*measured) []float64
	ratio func(table.Spread) string
}{
	{[2]string{"GNU Radio", "ours is"}, func(m *measured) []float64 { return m.peer }, table.Spread.Times},
	{[2]string{"by hand", "of by hand"}, func(m *measured) []float64 { return m.hand }, table.Spread.Percent},
	{[2]string{"floor", "of the floor"}, func(m *measured) []float64 { return m.floor }, table.Spread.Percent},
}

// lay lays the rows out. Columns of sides that nobody measured are left out.
func lay(rows []*measured) table.Table {
	calm := 0
	var all table.Quiet
	for _, m := range rows {
		all.Add(m.quiet)
		if m.quiet.Is() {
			calm++
		}
	}
	t := table.Table{
		Title: "Flowgraphs",
		Note:  fmt.Sprintf("over all: %v; %d of %d rows quiet", &all, calm, len(rows)),
		Head:  []string{"work", "unit", "ours"},
	}
	for _, m := range rows {
		t.Rows = append(t.Rows, []string{m.work.Name, m.work.Unit.String(), table.SpreadOf(m.ours).String()})
	}
	for _, o := range others {
		if !slices.ContainsFunc(rows, func(m *measured) bool { return len(o.of(m)) != 0 }) {
			continue
		}
		t.Head = append(t.Head, o.head[:]...)
		for i, m := range rows {
			t.Rows[i] = append(t.Rows[i], m.beside(o.of(m), o.ratio)...)
		}
	}
	t.Head = append(t.Head, "quiet")
	for i, m := range rows {
		t.Rows[i] = append(t.Rows[i], m.calm())
	}
	return t
}

// beside returns the figures of another side, and how ours compare to them.
func (m *measured) beside(other []float64, ratio func(table.Spread) string) []string {
	if len(other) == 0 {
		return []string{table.None, table.None}
	}
	return []string{table.SpreadOf(other).String(), ratio(table.Ratios(m.ours, other, m.work.Unit.Faster))}
}

// calm says whether the row is quiet and how many of its rounds were.
func (m *measured) calm() string {
	yes := "no"
	if m.quiet.Is() {
		yes = "yes"
	}
	return fmt.Sprintf("%s, %d of %d", yes, m.quiet.Rounds(), len(m.quiet.Spins))
}
