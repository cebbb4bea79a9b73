package pipeline

import (
	"fmt"
	"strings"
)

// DOT returns the graph in the language of Graphviz: the blocks by name, and
// once the pipeline runs with rates, fills and shares of time since it began,
// those that one goroutine works on in a box. Any goroutine may call it once
// the graph is built.
func (p *Pipeline) DOT() string { return p.Stats().DOT() }

// DOT returns the graph with the figures of the snapshot, see [Pipeline.DOT]. A
// block is the warmer the more of the time it works, a stream the thicker and
// redder the fuller it is.
func (s Stats) DOT() string {
	var w strings.Builder
	w.WriteString(`digraph pipeline {
	rankdir=LR nodesep=0.35 ranksep=0.6 fontname="Helvetica" fontsize=10 fontcolor="#7a7f87"
	node [shape=box style="rounded,filled" fillcolor="#ffffff" color="#4a4f57" fontname="Helvetica" fontsize=11 margin="0.18,0.09"]
	edge [color="#8a9099" fontname="Helvetica" fontsize=9 fontcolor="#4a4f57" arrowsize=0.7]
`)
	g := s.graph()
	for i, n := range g.nodes {
		fmt.Fprintf(&w, "	b%d [label=\"%s\"%s]\n", i, escape(n.lines, dotText, `\n`), n.dot())
	}
	for _, r := range g.runs {
		fmt.Fprintf(&w, "	subgraph cluster_%d {\n		label=\"run %d\" labeljust=l style=\"rounded,dashed\" color=\"#b6bbc3\"\n	", r.number, r.number)
		for _, i := range r.nodes {
			fmt.Fprintf(&w, "	b%d", i)
		}
		w.WriteString("\n	}\n")
	}
	for _, l := range g.links {
		fmt.Fprintf(&w, "	b%d -> b%d%s\n", l.from, l.to, l.dot())
	}
	w.WriteString("}\n")
	return w.String()
}

// dot returns the attributes of a block besides its label.
func (n *node) dot() (attributes string) {
	switch n.kind {
	case "source", "sink":
		attributes = " penwidth=2"
	case "from", "to":
		attributes = ` style="rounded,filled,dashed"`
	case "go":
		attributes = " peripheries=2"
	}
	if n.share > 0 {
		attributes += fmt.Sprintf(` fillcolor="0.090 %.3f 1.000"`, 0.6*n.share)
	}
	return attributes
}

// dot returns the attributes of a stream.
func (l *link) dot() string {
	if len(l.lines) == 0 {
		return ""
	}
	attributes := fmt.Sprintf(` [label="%s"`, escape(l.lines, dotText, `\n`))
	switch {
	case l.lost:
		attributes += ` color="#c62828" penwidth=2 style=dashed`
	case l.fill > 0:
		attributes += fmt.Sprintf(` color="0.000 %.3f 0.700" penwidth=%.1f`, l.fill, 1+2*l.fill)
	}
	return attributes + "]"
}

// dotText escapes what has a meaning within a quoted label.
var dotText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", "", "&", "&amp;")
