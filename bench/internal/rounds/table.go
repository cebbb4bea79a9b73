package rounds

import (
	"fmt"
	"slices"

	"github.com/seed-ff569660/seamless/bench"
	"github.com/seed-ff569660/seamless/bench/internal/table"
)

// table lays the measurements of a group out, with a column for each of the
// front doors that is in it.
func (m *measured) table(doors []string) table.Table {
	first := m.cases[0]
	t := table.Table{
		Title: first.Group(),
		Head:  []string{"peer", first.Unit.String()},
	}
	floor := m.find(func(c bench.Case) bool { return c.Role == bench.Floor })
	t.Note = m.note(floor)
	if floor >= 0 {
		t.Head = append(t.Head, "of the floor")
	}
	var ours []int
	for _, door := range doors {
		if i := m.find(func(c bench.Case) bool { return c.Peer == door }); i >= 0 {
			ours = append(ours, i)
			t.Head = append(t.Head, door+" is")
		}
	}
	counts := slices.ContainsFunc(m.waits, func(w []float64) bool { return len(w) != 0 })
	if counts {
		t.Head = append(t.Head, "waits/Mitem")
	}

	for i, c := range m.cases {
		row := []string{c.Peer, table.SpreadOf(m.figures[i]).String()}
		if floor >= 0 {
			row = append(row, m.faster(i, floor, "%"))
		}
		for _, door := range ours {
			row = append(row, m.faster(door, i, "x"))
		}
		if counts {
			waits := table.None
			if len(m.waits[i]) != 0 {
				waits = table.SpreadOf(m.waits[i]).String()
			}
			row = append(row, waits)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// note says how the machine was. A goroutine that is alone needs one processor
// and does not care how far it is to the other: there the floor tells.
func (m *measured) note(floor int) string {
	if !m.cases[0].Alone || floor < 0 {
		return m.quiet.Note()
	}
	s := table.SpreadOf(m.figures[floor])
	note := fmt.Sprintf("one goroutine, the median of %d pieces a round; the floor %v", pieces, s)
	if s.Most > 1.25*s.Least {
		note += table.NotQuiet
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
		return table.None
	}
	s := table.Ratios(m.figures[a], m.figures[b], m.cases[a].Unit.Faster)
	if unit == "%" {
		return s.Percent()
	}
	return s.Times()
}
