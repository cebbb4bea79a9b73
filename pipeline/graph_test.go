package pipeline_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/pipeline"
)

// receiver is a graph with a fork, a join and a name that has to be escaped.
func receiver() *pipeline.Pipeline {
	p := pipeline.New()
	samples := pipeline.Source(p, "antenna", count(1000))
	left, right := pipeline.Split(p, `"L" & R`, samples, both{})
	sum := pipeline.Join2(p, "sum", left, right, adder{})
	pipeline.Sink(p, "loudspeaker", sum, into(new([]int)))
	pipeline.Sink(p, "spectrum", samples, into(new([]int)))
	return p
}

type adder struct{}

func (adder) Join(dst, a, b []int, _ bool) (int, int, int, error) {
	n := min(len(dst), len(a), len(b))
	for i := range n {
		dst[i] = a[i] + b[i]
	}
	return n, n, n, nil
}

// The graph as Graphviz draws it; once it runs, with figures.
func ExamplePipeline_DOT() {
	fmt.Print(receiver().DOT())
	// Output:
	// digraph pipeline {
	// 	rankdir=LR nodesep=0.35 ranksep=0.6 fontname="Helvetica" fontsize=10 fontcolor="#7a7f87"
	// 	node [shape=box style="rounded,filled" fillcolor="#ffffff" color="#4a4f57" fontname="Helvetica" fontsize=11 margin="0.18,0.09"]
	// 	edge [color="#8a9099" fontname="Helvetica" fontsize=9 fontcolor="#4a4f57" arrowsize=0.7]
	// 	b0 [label="antenna" penwidth=2]
	// 	b1 [label="\"L\" &amp; R"]
	// 	b2 [label="sum"]
	// 	b3 [label="loudspeaker" penwidth=2]
	// 	b4 [label="spectrum" penwidth=2]
	// 	b0 -> b1
	// 	b0 -> b4
	// 	b1 -> b2
	// 	b1 -> b2
	// 	b2 -> b3
	// }
}

// The graph as Mermaid draws it.
func ExamplePipeline_Mermaid() {
	fmt.Print(receiver().Mermaid())
	// Output:
	// flowchart LR
	//     b0(["antenna"])
	//     b1["#quot;L#quot; #amp; R"]
	//     b2["sum"]
	//     b3(["loudspeaker"])
	//     b4(["spectrum"])
	//     b0 --> b1
	//     b0 --> b4
	//     b1 --> b2
	//     b1 --> b2
	//     b2 --> b3
}

func TestGraphWithFigures(t *testing.T) {
	s := pipeline.Stats{
		State:   "running",
		Elapsed: 2 * time.Second,
		Blocks: []pipeline.BlockStats{
			{Name: `C:\N`, Kind: "from", Out: 50, OutRate: 25, Run: 0},
			{Name: "go `#1`\n<b>", Kind: "go", In: 50, InRate: 25, Working: time.Second},
			{Name: "sink", Kind: "sink", In: 2e6, InRate: 1e6, Working: 4 * time.Second, Run: 3},
		},
		Streams: []pipeline.StreamStats{
			{From: `C:\N`, Rate: 25, Lost: 1234, Readers: []pipeline.ReaderStats{{Block: "go `#1`\n<b>"}}},
			{From: "go `#1`\n<b>", Rate: 1e6, Capacity: 1000, Limit: 400, Readers: []pipeline.ReaderStats{{Block: "sink", Lag: 100}}},
		},
	}
	_, dot, _ := strings.Cut(s.DOT(), "arrowsize=0.7]\n")
	require.Equal(t, `	b0 [label="C:\\N\n0 % working" style="rounded,filled,dashed"]
	b1 [label="go `+"`#1`"+`\n<b>\n50 % working" peripheries=2 fillcolor="0.090 0.300 1.000"]
	b2 [label="sink\n100 % working" penwidth=2 fillcolor="0.090 0.600 1.000"]
	subgraph cluster_3 {
		label="run 3" labeljust=l style="rounded,dashed" color="#b6bbc3"
		b2
	}
	b0 -> b1 [label="25/s\n1.23 k lost" color="#c62828" penwidth=2 style=dashed]
	b1 -> b2 [label="1.00 M/s\n25 % full" color="0.000 0.250 0.700" penwidth=1.5]
}
`, dot)
	require.Equal(t, `flowchart LR
    b0[("C:#92;N<br/>0 % working")]
    b1[["go #96;#35;1#96;<br/>#lt;b#gt;<br/>50 % working"]]
    b2(["sink<br/>100 % working"])
    subgraph run3 ["run 3"]
        b2
    end
    b0 -->|"25/s<br/>1.23 k lost"| b1
    b1 -->|"1.00 M/s<br/>25 % full"| b2
`, s.Mermaid())
}

// While it runs, each block is in the box of the run that works on it.
func TestGraphShowsRuns(t *testing.T) {
	p := pipeline.New()
	text := ""
	s := pipeline.Source(p, "source", func(context.Context, []int) (int, error) {
		text = p.DOT()
		return 1, io.EOF
	})
	pipeline.Sink(p, "sink", s, into(new([]int)))
	require.NoError(t, run(t, p))
	require.Contains(t, text, "subgraph cluster_1 {\n\t\tlabel=\"run 1\"")
	require.Contains(t, text, "\t\tb0\tb1\n\t}")
	require.NotContains(t, p.DOT(), "subgraph")
}
