package flow

import (
	"strings"
	"testing"
)

func BenchmarkChain(b *testing.B)   { benchmark(b, "chain") }
func BenchmarkFan(b *testing.B)     { benchmark(b, "fan") }
func BenchmarkFM(b *testing.B)      { benchmark(b, "fm") }
func BenchmarkRandom(b *testing.B)  { benchmark(b, "random") }
func BenchmarkFilters(b *testing.B) { benchmark(b, "filters") }
func BenchmarkHop(b *testing.B)     { benchmark(b, "hop") }
func BenchmarkAge(b *testing.B)     { benchmark(b, "age") }
func BenchmarkTags(b *testing.B)    { benchmark(b, "tags") }

// benchmark runs the works of a kind. One operation builds a graph, runs it and
// takes it down; so the allocations are those of a whole run.
func benchmark(b *testing.B, kind string) {
	samples := 1 << 22 // from each source
	if kind == "hop" {
		samples = 100 * chunk
	}
	for _, w := range Works() {
		switch name, shape, shaped := strings.Cut(w.Name, "/"); {
		case name != kind:
		case shaped:
			b.Run(shape, func(b *testing.B) { benchmarkOf(b, w, samples) })
		default:
			benchmarkOf(b, w, samples)
		}
	}
}

func benchmarkOf(b *testing.B, w Work, samples int) {
	b.ReportAllocs()
	var all, last Result
	for b.Loop() {
		r, err := w.Ours(samples)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(r.Samples * w.Bytes))
		all.Samples += r.Samples
		all.Took += r.Took
		last = r
	}
	all.Age = last.Age
	b.ReportMetric(w.Unit.Of(all), w.Unit.String())
}
