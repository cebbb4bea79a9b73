// Package live shows a pipeline while it runs: as a page for a browser, as
// JSON, and as a graph in the languages of Graphviz and Mermaid.
//
//	http.ListenAndServe("localhost:8080", live.Handler(p))
//
// Nothing is counted for it that is not counted anyway: a look costs what
// [pipeline.Pipeline.Stats] costs, and without one nothing.
package live

import (
	_ "embed"
	"encoding/json"
	"io"
	"net/http"

	"github.com/seed-ff569660/seamless/pipeline"
)

//go:embed page.html
var page string

// Handler serves, for GET, relative to where it is mounted
//
//	/            a page that draws the graph and asks for stats.json each second
//	/stats.json  a pipeline.Stats, with counts since the beginning
//	/graph.dot   the graph for Graphviz
//	/graph.mmd   the graph for Mermaid
//
// The page needs nothing from elsewhere. To mount it below another path use
// [http.StripPrefix] and a pattern that ends in a slash. It shows names of
// blocks and figures to whoever asks, and changes nothing.
func Handler(p *pipeline.Pipeline) http.Handler {
	mux := http.NewServeMux()
	serve := func(path, kind string, write func(w io.Writer) error) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			_ = write(w) // only the client can be at fault, and it knows
		})
	}
	text := func(f func() string) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := io.WriteString(w, f())
			return err
		}
	}
	serve("/{$}", "text/html; charset=utf-8", text(func() string { return page }))
	serve("/stats.json", "application/json", func(w io.Writer) error { return json.NewEncoder(w).Encode(p.Stats()) })
	serve("/graph.dot", "text/vnd.graphviz; charset=utf-8", text(p.DOT))
	serve("/graph.mmd", "text/plain; charset=utf-8", text(p.Mermaid))
	return mux
}

// Var returns the statistics of p as a variable for package expvar:
//
//	expvar.Publish("receiver", live.Var(p))
//
// This package does not import expvar, whose variables and handler belong to
// the whole program: what is published, and that anything is, is for main to
// say.
func Var(p *pipeline.Pipeline) interface{ String() string } { return variable{p} }

type variable struct{ p *pipeline.Pipeline }

// String returns the statistics as JSON.
func (v variable) String() string {
	text, err := json.Marshal(v.p.Stats())
	if err != nil { // Stats holds numbers that are finite, and strings
		panic(err)
	}
	return string(text)
}
