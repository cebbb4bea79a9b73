package qrs_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
)

func Example() {
	heart, _ := ecg.NewSynthetic(ecg.Config{HeartRate: 60, Seed: 1, Frames: 5 * ecg.Rate})
	frames := make([]ecg.Frame, 5*ecg.Rate)
	_, at, _ := heart.Read(frames, nil)

	var d qrs.Detector
	beats := d.DetectLead(nil, frames, 0)
	beats = d.Flush(beats)
	fmt.Println(at)
	for _, b := range beats {
		fmt.Print(b.Sample, " ")
	}
	// Output:
	// [180 544 916 1278 1630]
	// 180 544 916 1278 1630
}

// The first 15 minutes of record 100 of the MIT-BIH Arrhythmia Database.
func TestRecord(t *testing.T) {
	frames, known := record(t)
	beats := samples(detect(frames, 0))
	s := qrs.Compare(known, beats, qrs.Tolerance)
	t.Logf("%d beats of %d: %v", len(beats), len(known), s)
	if s.Sensitivity() < 0.99 || s.Predictivity() < 0.99 {
		t.Errorf("%v; each is to be 99 %% at least", s)
	}
	near := qrs.Compare(known, beats, 2)
	t.Logf("within 2 samples: %v", near)
	if near.Sensitivity() < 0.99 {
		t.Errorf("within 2 samples of the annotation: %v", near)
	}
	s = qrs.Compare(known, samples(detect(frames, 1)), qrs.Tolerance)
	t.Logf("the other lead: %v", s)
}

// Of a signal that is made, every beat is found, where it is, and none besides.
func TestEveryBeatOfSynthetic(t *testing.T) {
	seeds := uint64(10)
	if testing.Short() {
		seeds = 1
	}
	for rate := 40.0; rate <= 180; rate += 10 {
		for seed := range seeds {
			frames, known := synthetic(t, ecg.Config{HeartRate: rate, Seed: seed, Frames: 120 * ecg.Rate})
			for lead := range 2 {
				found := samples(detect(frames, lead))
				known, found := whole(known, len(frames)), whole(found, len(frames))
				if s := qrs.Compare(known, found, 4); s.Missed > 0 || s.Invented > 0 {
					t.Errorf("%g a minute, seed %d, lead %d: %v", rate, seed, lead, s)
				}
			}
		}
	}
}

// whole leaves out a beat whose complex the signal ends in.
func whole(beats []uint64, length int) []uint64 {
	for len(beats) > 0 && beats[len(beats)-1]+ecg.Rate/10 > uint64(length) {
		beats = beats[:len(beats)-1]
	}
	return beats
}

// However the stream is cut, the beats are the same, and each is told before
// Decided has gone past it.
func TestAnyCut(t *testing.T) {
	frames, _ := synthetic(t, ecg.Config{HeartRate: 75, Seed: 3, Frames: 100 * ecg.Rate})
	clear(frames[30*ecg.Rate : 50*ecg.Rate]) // a lead falls off
	want := detect(frames, 0)
	seed := rand.Uint64()
	for cut := range 50 {
		rnd := rand.New(rand.NewPCG(seed, uint64(cut)))
		var d qrs.Detector
		var beats []qrs.Beat
		for rest := frames; len(rest) > 0; {
			n := min(1+rnd.IntN(1<<rnd.IntN(14)), len(rest))
			from, decided := len(beats), d.Decided()
			beats = d.DetectLead(beats, rest[:n], 0)
			rest = rest[n:]
			for _, b := range beats[from:] {
				if b.Sample < decided {
					t.Fatalf("seed %d, cut %d: a beat at %d, decided was %d", seed, cut, b.Sample, decided)
				}
			}
			n = len(frames) - len(rest)
			if open := n - int(d.Decided()); open < 0 || open > qrs.MaxLag {
				t.Fatalf("seed %d, cut %d: of %d samples %d are decided", seed, cut, n, d.Decided())
			}
		}
		if beats = d.Flush(beats); !slices.Equal(beats, want) || int(d.Decided()) != len(frames) {
			t.Fatalf("seed %d, cut %d: %d beats, want %d and the same", seed, cut, len(beats), len(want))
		}
	}
}

// After an artefact as high as a sample can be, and after a lead that was off, the
// beats are found again once it has learned anew.
func TestLearnsAnew(t *testing.T) {
	frames, known := synthetic(t, ecg.Config{HeartRate: 70, Seed: 4, Frames: 100 * ecg.Rate})
	for i := range 40 {
		frames[20*ecg.Rate+i][0] = 32767
	}
	for i := range 25 * ecg.Rate {
		frames[50*ecg.Rate+i][0] = ecg.Baseline
	}
	within := func(beats []uint64, from, to uint64) (some []uint64) {
		for _, b := range beats {
			if b >= from*ecg.Rate && b < to*ecg.Rate {
				some = append(some, b)
			}
		}
		return some
	}
	found := samples(detect(frames, 0))
	for _, c := range []struct{ from, to uint64 }{{0, 19}, {30, 49}, {76, 99}} {
		if s := qrs.Compare(within(known, c.from, c.to), within(found, c.from, c.to), 4); s.Missed > 0 || s.Invented > 0 || s.Matched < 20 {
			t.Errorf("from %d s to %d s: %v", c.from, c.to, s)
		}
	}
	if s := within(found, 52, 74); len(s) != 0 {
		t.Errorf("while the lead was off: beats at %v", s)
	}
}

// A low beat among high ones is found by searching back, once it is missed.
func TestSearchesBack(t *testing.T) {
	for _, rate := range []float64{50, 75, 150} {
		frames, known := synthetic(t, ecg.Config{HeartRate: rate, Seed: 7, Frames: 60 * ecg.Rate, Clean: true})
		low := known[len(known)/2]
		for i := low - 25; i <= low+25; i++ {
			frames[i][0] = int16((int(frames[i][0])-ecg.Baseline)*47/100 + ecg.Baseline)
		}
		if s := qrs.Compare(known, samples(detect(frames, 0)), 4); s.Missed > 0 || s.Invented > 0 {
			t.Errorf("%g a minute: %v", rate, s)
		}
	}
}

// A T wave that is as high as the beats, but less steep, is none.
func TestHighTWaves(t *testing.T) {
	frames, known := synthetic(t, ecg.Config{HeartRate: 75, Seed: 7, Frames: 60 * ecg.Rate})
	for _, b := range known {
		for i := range frames {
			if x := (float64(i) - float64(b) - 0.28*ecg.Rate) / (0.040 * ecg.Rate); x > -5 && x < 5 {
				frames[i][0] += int16(1.2 * ecg.Gain * math.Exp(-x*x/2))
			}
		}
	}
	if s := qrs.Compare(known, samples(detect(frames, 0)), 4); s.Missed > 0 || s.Invented > 0 {
		t.Error(s)
	}
}

// Beats that come too early, are wide and go the other way are beats, too.
func TestPrematureBeats(t *testing.T) {
	for _, height := range []float64{-1.8, -1, 1, 1.8} { // mV
		frames, known := synthetic(t, ecg.Config{HeartRate: 50, Seed: 1, Frames: 120 * ecg.Rate})
		for _, b := range known[5 : len(known)-1] {
			if at := b + 0.6*ecg.Rate; at%7 == 0 {
				known = append(known, at)
				for i := at - 100; i < at+200; i++ {
					x := (float64(i) - float64(at)) / ecg.Rate
					mv := math.Exp(-x*x/2/0.035/0.035) - 0.3*math.Exp(-(x-0.25)*(x-0.25)/2/0.06/0.06)
					frames[i][0] += int16(height * mv * ecg.Gain)
				}
			}
		}
		slices.Sort(known)
		if s := qrs.Compare(known, samples(detect(frames, 0)), qrs.Tolerance); len(known) < 105 || s.Missed > 0 || s.Invented > 0 {
			t.Errorf("%d beats with those of %g mV: %v", len(known), height, s)
		}
	}
}

// Noise as high as a tenth of the R waves hides and makes up one beat in a hundred at
// most.
func TestNoise(t *testing.T) {
	for _, rate := range []float64{50, 100, 160} {
		frames, known := synthetic(t, ecg.Config{HeartRate: rate, Seed: 1, Frames: 300 * ecg.Rate})
		rnd := rand.New(rand.NewPCG(1, 2))
		for i := range frames {
			frames[i][0] += int16(0.11 * ecg.Gain * rnd.NormFloat64())
		}
		if s := qrs.Compare(known, samples(detect(frames, 0)), qrs.Tolerance); s.Sensitivity() < 0.99 || s.Predictivity() < 0.99 {
			t.Errorf("%g a minute: %v", rate, s)
		}
	}
}

// Signals that are none of a heart: nothing overflows, the beats rise, a
// refractory time lies between them, and what is too low is none.
func TestOtherSignals(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	for name, next := range map[string]func(n int) int16{
		"nothing":         func(int) int16 { return 0 },
		"full scale":      func(int) int16 { return int16(rnd.Uint32()) },
		"a square at 8":   func(n int) int16 { return int16(65535*(n/22%2) - 32768) },
		"fine noise":      func(int) int16 { return int16(rnd.IntN(9)) },
		"a ramp":          func(n int) int16 { return int16(n) },
		"rare steps":      func(n int) int16 { return int16(n / 5000 % 2 * 30000) },
		"noise, at times": func(n int) int16 { return int16(int(rnd.Uint32()) % (1 + n/4000%2*1000)) },
	} {
		var d qrs.Detector
		var beats []qrs.Beat
		for n := range 100_000 {
			beats = d.Detect(beats, []int16{next(n)})
			if open := n + 1 - int(d.Decided()); open < 0 || open > qrs.MaxLag {
				t.Fatalf("%s, seed %d: of %d samples %d are decided", name, seed, n+1, d.Decided())
			}
		}
		beats = d.Flush(beats)
		for i, b := range beats {
			if b.Sample >= 100_000 || i > 0 && (b.Sample-beats[i-1].Sample != b.Interval || b.Interval < ecg.Rate/5) {
				t.Fatalf("%s, seed %d: beat %d at %d, interval %d", name, seed, i, b.Sample, b.Interval)
			}
		}
		if (name == "nothing" || name == "fine noise") && len(beats) > 0 {
			t.Errorf("%s, seed %d: %d beats", name, seed, len(beats))
		}
	}
}

// A stream may be of any length, of none too. What is there before the first beat
// may be taken for one, as long as there is nothing to hold it against.
func TestShort(t *testing.T) {
	frames, known := synthetic(t, ecg.Config{HeartRate: 60, Seed: 1, Frames: 4 * ecg.Rate})
	for n := range frames {
		found := whole(samples(detect(frames[:n], 0)), n)
		if s := qrs.Compare(whole(known[:count(known, n)], n), found, 4); n > ecg.Rate && (s.Missed > 0 || s.Invented > 0) {
			t.Errorf("of %d samples: %v", n, s)
		}
	}
}

// count returns how many beats are before sample n.
func count(beats []uint64, n int) (k int) {
	for k < len(beats) && beats[k] < uint64(n) {
		k++
	}
	return k
}

func TestDetectDoesNotAllocate(t *testing.T) {
	frames, _ := synthetic(t, ecg.Config{HeartRate: 75, Seed: 3, Frames: 100 * ecg.Rate})
	var d qrs.Detector
	beats := make([]qrs.Beat, 0, 200)
	if n := testing.AllocsPerRun(10, func() { beats = d.DetectLead(beats[:0], frames, 0) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkDetect(b *testing.B) {
	frames, _ := synthetic(b, ecg.Config{HeartRate: 75, Seed: 3, Frames: 100 * ecg.Rate})
	var d qrs.Detector
	beats := make([]qrs.Beat, 0, 200)
	b.ReportAllocs()
	for b.Loop() {
		beats = d.DetectLead(beats[:0], frames, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(frames)), "ns/sample")
}
