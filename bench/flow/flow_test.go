package flow

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline"
)

// TestWorks runs every work, a little and with an odd count; each run checks
// what came out.
func TestWorks(t *testing.T) {
	for _, w := range Works() {
		t.Run(w.Name, func(t *testing.T) {
			for _, samples := range []int{100_003, 1000} {
				if strings.HasPrefix(w.Name, "hop") {
					samples /= 40 // each chunk takes a millisecond
				}
				for peer, run := range map[string]Run{"ours": w.Ours, "by hand": w.Hand, "floor": w.Floor} {
					if run == nil {
						continue
					}
					r, err := run(samples)
					if samples < chunk && w.Unit == Microseconds {
						if err == nil {
							t.Errorf("%s: nothing is wrong with %d samples", peer, samples)
						}
						continue
					}
					if err != nil {
						t.Fatalf("%s, %d samples: %v", peer, samples, err)
					}
					if r.Samples <= samples-chunk || w.Unit.Of(r) <= 0 {
						t.Errorf("%s, %d samples: %+v", peer, samples, r)
					}
				}
			}
		})
	}
}

func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range Works() {
		if seen[w.Name] || w.Bytes == 0 || w.Ours == nil {
			t.Errorf("%+v", w)
		}
		seen[w.Name] = true
	}
}

func TestASinkThatLacksSamplesFails(t *testing.T) {
	g := newGraph()
	drain(g, zeros[complex64](g, 999), 1000)
	if _, err := g.run(999); err == nil || !strings.Contains(err.Error(), "999 samples arrived, not 1000") {
		t.Error(err)
	}
}

// The receiver hears the tone that was sent: one that goes from -1 to 1 a
// thousand times a second.
func TestReceiverHearsTheTone(t *testing.T) {
	const samples = 240_000
	g := newGraph()
	var heard []float32
	pipeline.Sink(g.Pipeline, "ear", receiver(g, samples), func(_ context.Context, src []float32) (int, error) {
		heard = append(heard, src...)
		return len(src), nil
	})
	if _, err := g.run(samples); err != nil {
		t.Fatal(err)
	}
	if len(heard) != audio(samples) {
		t.Fatalf("%d samples, want %d", len(heard), audio(samples))
	}
	const period = fmRate / channelDecimation / audioDecimation / fmTone
	least, most, apart := heard[0], heard[0], 0.0
	for i, v := range heard[:len(heard)-period] {
		least, most = min(least, v), max(most, v)
		apart = max(apart, math.Abs(float64(v-heard[i+period])))
	}
	if least < -1.01 || least > -0.98 || most > 1.01 || most < 0.98 || apart > 1e-3 {
		t.Errorf("heard %v to %v, %v off from one period to the next", least, most, apart)
	}
}

func TestFasterInBothUnits(t *testing.T) {
	if got := MegaSamples.Faster(1000, 500); got != 2 {
		t.Errorf("1000 Ms/s are %v times as fast as 500, want 2", got)
	}
	if got := Microseconds.Faster(10, 30); got != 3 {
		t.Errorf("10 µs are %v times as fast as 30, want 3", got)
	}
}
