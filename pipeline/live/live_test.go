package live_test

import (
	"context"
	"encoding/json"
	"expvar"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/live"
)

// The statistics of a pipeline in a server's own paths, and as an expvar.
func Example() {
	p := pipeline.New()
	s := pipeline.Source(p, "ones", func(_ context.Context, dst []float32) (int, error) { return len(dst), io.EOF })
	pipeline.Sink(p, "sink", s, func(_ context.Context, src []float32) (int, error) { return len(src), nil })

	mux := http.NewServeMux()
	mux.Handle("/receiver/", http.StripPrefix("/receiver", live.Handler(p)))
	expvar.Publish("receiver", live.Var(p))

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest("GET", "/receiver/graph.mmd", nil))
	fmt.Print(answer.Body)
	// Output:
	// flowchart LR
	//     b0(["ones"])
	//     b1(["sink"])
	//     b0 --> b1
}

func get(t *testing.T, h http.Handler, method, path string) (*http.Response, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w.Result(), w.Body.String()
}

func TestHandler(t *testing.T) {
	p := pipeline.New()
	h := live.Handler(p)
	var during pipeline.Stats
	s := pipeline.Source(p, "source", func(_ context.Context, dst []int) (int, error) { return 100, io.EOF })
	pipeline.Sink(p, "sink", s, func(_ context.Context, src []int) (int, error) {
		_, text := get(t, h, "GET", "/stats.json")
		require.NoError(t, json.Unmarshal([]byte(text), &during))
		return len(src), nil
	})
	require.NoError(t, p.Run(context.Background()))
	require.Equal(t, "running", during.State)
	require.Equal(t, 100, during.Streams[0].Fill)

	for path, kind := range map[string]string{
		"/":           "text/html; charset=utf-8",
		"/stats.json": "application/json",
		"/graph.dot":  "text/vnd.graphviz; charset=utf-8",
		"/graph.mmd":  "text/plain; charset=utf-8",
	} {
		answer, text := get(t, h, "GET", path)
		require.Equal(t, http.StatusOK, answer.StatusCode, path)
		require.Equal(t, kind, answer.Header.Get("Content-Type"))
		require.NotEmpty(t, text)
	}
	_, text := get(t, h, "GET", "/graph.dot")
	require.Equal(t, p.DOT(), text)
	_, text = get(t, h, "GET", "/stats.json")
	var served, published pipeline.Stats
	require.NoError(t, json.Unmarshal([]byte(text), &served))
	require.NoError(t, json.Unmarshal([]byte(live.Var(p).String()), &published))
	published.Taken = served.Taken
	require.Equal(t, served, published)

	answer, _ := get(t, h, "GET", "/elsewhere")
	require.Equal(t, http.StatusNotFound, answer.StatusCode)
	answer, _ = get(t, h, "POST", "/stats.json")
	require.Equal(t, http.StatusMethodNotAllowed, answer.StatusCode)
}

// The page brings all it needs, and asks only for what is beside it.
func TestPageIsSelfContained(t *testing.T) {
	_, text := get(t, live.Handler(pipeline.New()), "GET", "/")
	require.NotRegexp(t, `(?i)(src|href)\s*=\s*["']?(https?:)?//`, text)
	require.NotRegexp(t, `(?i)@import|url\(`, text)
	require.Contains(t, text, `fetch("stats.json"`)
	require.NotContains(t, text, "innerHTML") // names of blocks are text
}
