package main

import (
	"fmt"

	"github.com/seed-ff569660/seamless/bench/internal/table"
)

// lay lays the rows out. Columns of sides that nobody measured are left out.
func lay(rows []*measured) table.Table {
	peer, floor, calm := false, false, 0
	var all table.Quiet
	for _, m := range rows {
		peer = peer || len(m.peer) != 0
		floor = floor || len(m.floor) != 0
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
	if peer {
		t.Head = append(t.Head, "GNU Radio", "ours is")
	}
	if floor {
		t.Head = append(t.Head, "floor", "of the floor")
	}
	t.Head = append(t.Head, "quiet")
	for _, m := range rows {
		row := []string{m.work.Name, m.work.Unit.String(), table.SpreadOf(m.ours).String()}
		if peer {
			row = append(row, m.beside(m.peer, table.Spread.Times)...)
		}
		if floor {
			row = append(row, m.beside(m.floor, table.Spread.Percent)...)
		}
		t.Rows = append(t.Rows, append(row, m.calm()))
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
