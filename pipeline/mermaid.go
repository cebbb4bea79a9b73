package pipeline

import (
	"fmt"
	"strings"
)

// Mermaid returns the graph as a flowchart in the language of Mermaid, which
// many pages of documentation draw; with the same figures as [Pipeline.DOT].
// Any goroutine may call it once the graph is built.
func (p *Pipeline) Mermaid() string { return p.Stats().Mermaid() }

// Mermaid returns the graph with the figures of the snapshot, see
// [Pipeline.Mermaid].
func (s Stats) Mermaid() string {
	var w strings.Builder
	w.WriteString("flowchart LR\n")
	g := s.graph()
	for i, n := range g.nodes {
		left, right := n.mermaid()
		fmt.Fprintf(&w, "    b%d%s\"%s\"%s\n", i, left, escape(n.lines, mermaidText, "<br/>"), right)
	}
	for _, r := range g.runs {
		fmt.Fprintf(&w, "    subgraph run%d [\"run %d\"]\n", r.number, r.number)
		for _, i := range r.nodes {
			fmt.Fprintf(&w, "        b%d\n", i)
		}
		w.WriteString("    end\n")
	}
	for _, l := range g.links {
		label := ""
		if len(l.lines) != 0 {
			label = fmt.Sprintf("|\"%s\"|", escape(l.lines, mermaidText, "<br/>"))
		}
		fmt.Fprintf(&w, "    b%d -->%s b%d\n", l.from, label, l.to)
	}
	return w.String()
}

// mermaid returns the brackets that give a block its shape.
func (n *node) mermaid() (left, right string) {
	switch n.kind {
	case "source", "sink":
		return "([", "])"
	case "from", "to":
		return "[(", ")]"
	case "go":
		return "[[", "]]"
	}
	return "[", "]"
}

// mermaidText escapes what has a meaning within a quoted text: entities begin
// with # there.
var mermaidText = strings.NewReplacer("#", "#35;", `"`, "#quot;", "&", "#amp;", "<", "#lt;", ">", "#gt;", "`", "#96;", `\`, "#92;", "\n", "<br/>", "\r", "")
