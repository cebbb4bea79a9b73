package rds_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
)

// match returns how many complete groups were sent, in order, and how many were not.
func match(got []rds.Group, sent [][4]uint16) (right, wrong int) {
	at := 0
	for _, g := range got {
		if !g.Complete() {
			continue
		}
		k := slices.Index(sent[at:], g.Blocks)
		if k < 0 {
			wrong++
			continue
		}
		right++
		at += k + 1
	}
	return right, wrong
}

// A good signal comes whole, from the first group to the last, each at its place.
func TestEveryGroupComesAtItsPlace(t *testing.T) {
	for name, change := range map[string]func(*air){
		"plain":            func(*air) {},
		"rate=128k":        func(a *air) { a.rate = 128e3 },
		"rate=192k":        func(a *air) { a.rate = 192e3 },
		"rate=240k":        func(a *air) { a.rate = 240e3 },
		"rate=333333.3":    func(a *air) { a.rate = 333333.3 },
		"rate=400k":        func(a *air) { a.rate = 400e3 },
		"rate=2.4M":        func(a *air) { a.rate = 2.4e6; a.groups = 4 },
		"loud":             func(a *air) { a.level *= 1e6; a.pilot *= 1e6 },
		"faint":            func(a *air) { a.level *= 1e-9; a.pilot *= 1e-9 },
		"no pilot":         func(a *air) { a.pilot = 0 },
		"at right angles":  func(a *air) { a.turn = 1 << 62 },
		"at any angle":     func(a *air) { a.turn = 1 << 62 / 3 },
		"transmitter fast": func(a *air) { a.ppm = 150 },
		"transmitter slow": func(a *air) { a.ppm = -150 },
		"carrier apart":    func(a *air) { a.drift = 8 },
		"carrier wanders":  func(a *air) { a.wander, a.groups = 2.5, 40 },
		"clock apart":      func(a *air) { a.drift, a.ppm, a.groups = -8, 150, 60 },
		"tone at 53 kHz":   func(a *air) { a.other = 0.4 },
		"two groups":       func(a *air) { a.groups = 2 },
		"one group":        func(a *air) { a.groups = 1 },
		"noise, 12 dB":     func(a *air) { a.noise = a.noiseFor(12) },
	} {
		t.Run(name, func(t *testing.T) {
			a := station()
			change(&a)
			m, sent := a.send()
			got := receive(t, m, a.rate)
			if last := got[len(got)-1].Last; last >= uint64(len(m)) {
				t.Errorf("ends at sample %d of %d", last, len(m))
			}
			bit := a.rate / rds.BitRate / (1 + a.ppm*1e-6)
			if right, wrong := match(got, sent); right != len(sent) || wrong > 0 || len(got) != len(sent) {
				t.Errorf("%d groups, %d complete as sent, %d complete not as sent; %d were sent", len(got), right, wrong, len(sent))
			}
			for i, g := range got[max(0, len(got)-len(sent)):] {
				from := float64(a.lead) + float64(i)*104*bit
				if math.Abs(float64(g.First)-from) > bit/10+1 || math.Abs(float64(g.Last)-from-104*bit+1) > bit/10+1 {
					t.Errorf("group %d from %d to %d, want %.0f to %.0f", i, g.First, g.Last, from, from+104*bit-1)
				}
			}
		})
	}
}

// How much noise it takes: figures for the log, and a floor under them.
func TestNoise(t *testing.T) {
	for _, c := range []struct {
		decibels, least float64
		wrong           int
	}{{10, 1, 0}, {7, 1, 0}, {6, 0.98, 0}, {5, 0.94, 0}, {4, 0.8, 2}, {3, 0.5, 2}, {2, 0.15, 2}, {0, 0, 1}, {-3, 0, 0}} {
		t.Run(fmt.Sprint(c.decibels, " dB"), func(t *testing.T) {
			a := station()
			a.groups, a.rate = 300, rds.MinRate
			a.noise = a.noiseFor(c.decibels)
			m, sent := a.send()
			got := receive(t, m, a.rate)
			right, wrong := match(got, sent)
			d := rds.NewDecoder(rds.World)
			for _, g := range got {
				d.Decode(nil, g)
			}
			t.Logf("of %d groups %d came complete as sent, %d not as sent; %+v, block error rate %.3f",
				len(sent), right, wrong, d.Counts(), d.Counts().ErrorRate())
			if float64(right) < c.least*float64(len(sent)) || wrong > c.wrong {
				t.Errorf("want %g of them, and %d", c.least, c.wrong)
			}
		})
	}
}

// A station that comes up out of noise is received from the first or second
// group on.
func TestStationComesUp(t *testing.T) {
	for i := range 12 {
		decibels := float64(6 + 3*(i%4))
		a := station()
		a.seed = uint64(i)
		a.lead = 128000 + 3000*i
		a.noise = a.noiseFor(decibels)
		m, sent := a.send()
		right, wrong := match(receive(t, m, a.rate), sent)
		t.Logf("%g dB: %d of %d groups, %d wrong", decibels, right, len(sent), wrong)
		if right < len(sent)-1 || wrong > 0 {
			t.Errorf("%g dB: %d of %d groups, %d wrong", decibels, right, len(sent), wrong)
		}
	}
}

// Noise holds no groups, not even parts of some.
func TestNoiseIsNoStation(t *testing.T) {
	const rate, minutes = rds.MinRate, 3
	if testing.Short() {
		t.Skip("minutes of noise")
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	r := rds.NewReceiver(rate)
	src, dst := make([]float32, 1<<16), make([]rds.Group, 4)
	for range minutes * 60 * rate / len(src) {
		for i := range src {
			src[i] = float32(rnd.NormFloat64())
		}
		n, _, err := r.Transform(dst, src, false)
		if n != 0 || err != nil {
			t.Fatal(dst[:n], err)
		}
	}
}

// Silence and samples that are no numbers do no lasting harm.
func TestAfterBadSamples(t *testing.T) {
	m, sent := station().send()
	bad := []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32, 0}
	for _, v := range bad {
		lead := slices.Repeat([]float32{v}, 300000)
		lead = append(lead, m...)
		copy(lead[len(lead)-len(m)/2:], slices.Repeat([]float32{v}, 50))
		if right, wrong := match(receive(t, lead, 256e3), sent); right < len(sent)-1 || wrong > 0 {
			t.Errorf("after %g: %d of %d groups, %d wrong", v, right, len(sent), wrong)
		}
	}
}

// Samples that were lost or doubled cost some groups, not the station.
func TestSamplesLost(t *testing.T) {
	a := station()
	a.groups = 40
	m, sent := a.send()
	half := len(m) / 2
	for _, lost := range []int{1, 50, 108, 216, 3000, 20000, 200000} {
		cut := append(slices.Clone(m[:half]), m[half+lost:]...)
		least := len(sent) - 4 - (lost+22400)/22416
		if right, wrong := match(receive(t, cut, a.rate), sent); right < least || wrong > 0 {
			t.Errorf("%d samples lost: %d groups of %d, want %d; %d wrong", lost, right, len(sent), least, wrong)
		}
	}
}

// The groups do not depend on how the stream is cut.
func TestBatches(t *testing.T) {
	a := station()
	a.rate, a.groups, a.lead, a.noise = 200e3, 12, 30000, 0.02
	m, _ := a.send()
	copy(m[100000:], make([]float32, 9000))
	want := receive(t, m, a.rate)
	if len(want) < 10 {
		t.Fatalf("%d groups", len(want))
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for name, batch := range map[string]func() int{
		"1": pieces(1), "2": pieces(2), "777": pieces(777), "all": pieces(len(m)),
		"up to 10": func() int { return 1 + rnd.IntN(10) }, "up to 3000": func() int { return 1 + rnd.IntN(3000) },
	} {
		if got := drive(t, rds.NewReceiver(a.rate), m, batch); !slices.Equal(got, want) {
			t.Errorf("pieces of %s: %v\nwant %v", name, got, want)
		}
	}
}

func TestRateTooSmall(t *testing.T) {
	defer func() {
		if s := fmt.Sprint(recover()); s != "rds: a multiplex of 100000 samples a second, need 128000" {
			t.Error(s)
		}
	}()
	rds.NewReceiver(100e3)
}
