package bench

import "testing"

func BenchmarkStream(b *testing.B)   { benchmark(b, "stream") }
func BenchmarkBlocking(b *testing.B) { benchmark(b, "blocking") }
func BenchmarkCycle(b *testing.B)    { benchmark(b, "cycle") }
func BenchmarkMessage(b *testing.B)  { benchmark(b, "message") }
func BenchmarkWake(b *testing.B)     { benchmark(b, "wake") }
func BenchmarkTags(b *testing.B)     { benchmark(b, "tags") }

// benchmark runs the cases of a work. It counts operations with b.N and not
// b.Loop, because both sides of a stream must know where it ends. Allocations
// are those of one operation, which moves a batch.
func benchmark(b *testing.B, work string) {
	for _, c := range Cases() {
		if c.Work != work {
			continue
		}
		b.Run("peer="+c.Peer+"/"+c.Shape, func(b *testing.B) {
			s, err := c.New()
			if err != nil {
				b.Fatal(err)
			}
			defer s.Release()
			if err := s.Run(few(c)); err != nil { // the memory is touched, the code is there
				b.Fatal(err)
			}
			var before Counts
			if s.Counts != nil {
				before = s.Counts()
			}
			b.SetBytes(int64(c.Bytes))
			b.ReportAllocs()
			b.ResetTimer()
			err = s.Run(b.N)
			b.StopTimer()
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(c.Unit.Of(b.N*c.Items, b.Elapsed()), c.Unit.String())
			if s.Counts != nil {
				waits, wakes := s.Counts().Since(before)
				b.ReportMetric(waits, "waits/Mitem")
				b.ReportMetric(wakes, "wakes/Mitem")
			}
		})
	}
}
