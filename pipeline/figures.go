package pipeline

import (
	"fmt"
	"strings"
)

// graph is a snapshot as the two languages of graphs draw it.
type graph struct {
	nodes []node
	links []link
	runs  []group
}

type node struct {
	kind  string
	lines []string // the name first; what goes through is said at the streams
	share float64  // of the time, working: 0 to 1
	run   uint64
}

type link struct {
	from, to int // nodes
	lines    []string
	fill     float64 // of what the stream may hold: 0 to 1
	lost     bool
}

type group struct {
	number uint64
	nodes  []int
}

// graph returns what there is to draw, with figures once the pipeline runs.
func (s Stats) graph() (g graph) {
	index := make(map[string]int)
	for i, b := range s.Blocks {
		index[b.Name] = i
		n := node{kind: b.Kind, lines: []string{b.Name}}
		if s.Elapsed > 0 {
			n.share = min(1, float64(b.Working)/float64(s.Elapsed))
			n.lines = append(n.lines, fmt.Sprintf("%.0f %% working", 100*n.share))
			if !b.Ended {
				n.run = b.Run
			}
		}
		g.nodes = append(g.nodes, n)
		g.join(n.run, i)
	}
	for _, e := range s.Streams {
		for _, r := range e.Readers {
			l := link{from: index[e.From], to: index[r.Block], lost: e.Lost != 0}
			if s.Elapsed > 0 {
				l.lines = append(l.lines, metric(e.Rate)+"/s")
				if most := e.most(); most != 0 && !r.Left {
					l.fill = min(1, float64(r.Lag)/float64(most))
					l.lines = append(l.lines, fmt.Sprintf("%.0f %% full", 100*l.fill))
				}
				if l.lost {
					l.lines = append(l.lines, metric(float64(e.Lost))+" lost")
				}
			}
			g.links = append(g.links, l)
		}
	}
	return g
}

// join adds a node to the group of a run, if it is in one.
func (g *graph) join(run uint64, node int) {
	if run == 0 {
		return
	}
	for i := range g.runs {
		if g.runs[i].number == run {
			g.runs[i].nodes = append(g.runs[i].nodes, node)
			return
		}
	}
	g.runs = append(g.runs, group{run, []int{node}})
}

func (e *StreamStats) most() int {
	if e.Limit != 0 {
		return min(e.Limit, e.Capacity)
	}
	return e.Capacity
}

// metric writes a number with three digits and a prefix: 1.25 k.
func metric(v float64) string {
	prefix := ""
	for _, p := range []string{"k", "M", "G", "T"} {
		if v < 999.5 {
			break
		}
		v, prefix = v/1000, " "+p
	}
	digits := 0
	if v != float64(int64(v)) || prefix != "" {
		for limit := 99.95; digits < 2 && v < limit; limit /= 10 {
			digits++
		}
	}
	return fmt.Sprintf("%.*f%s", digits, v, prefix)
}

// escape writes each line with a replacer, and joins them.
func escape(lines []string, with *strings.Replacer, between string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = with.Replace(line)
	}
	return strings.Join(escaped, between)
}
