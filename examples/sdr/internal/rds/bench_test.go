package rds_test

import (
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
)

func BenchmarkReceiver(b *testing.B) {
	for _, c := range []struct {
		name   string
		change func(*air)
	}{{"station", func(*air) {}}, {"noise", func(a *air) { a.level, a.pilot, a.noise = 0, 0, 1 }}} {
		b.Run(c.name, func(b *testing.B) {
			a := station()
			c.change(&a)
			m, _ := a.send()
			r, dst := rds.NewReceiver(a.rate), make([]rds.Group, 64)
			b.SetBytes(int64(4 * len(m)))
			b.ReportAllocs()
			for b.Loop() {
				if _, n, _ := r.Transform(dst, m, false); n != len(m) {
					b.Fatal(n)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(m)), "ns/sample")
		})
	}
}

func BenchmarkModulator(b *testing.B) {
	m := rds.NewModulator(random(1))
	var pilot uint64
	b.ReportAllocs()
	for b.Loop() {
		m.Next(pilot)
		pilot += 1 << 60
	}
}
