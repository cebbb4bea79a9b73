package pipeline

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// tuned plays so many slots to a tuner, at speeds that depend on the scale and
// vary from slot to slot, and returns in how many of the last half each scale was
// that of the batches.
func tuned(u *tuner, slots int, noise float64, speeds [scales]float64, rnd *rand.Rand) (share [scales]float64) {
	now, items := time.Unix(1, 0), uint64(0)
	scale := u.slot(now, items)
	for n := range slots {
		took := shortSlot * time.Duration(1+rnd.IntN(3))
		now = now.Add(took)
		items += uint64(float64(took) * speeds[scale] * 1000 * (1 + noise*(rnd.Float64()-0.5)))
		if n >= slots/2 {
			share[scale] += 2 / float64(slots)
		}
		scale = u.slot(now, items)
	}
	return share
}

// The tuner finds the fastest scale from wherever it starts, in spite of noise
// that is larger than what it looks for, and then leaves it nearly alone.
func TestTunerFindsTheFastest(t *testing.T) {
	for best, speeds := range [][scales]float64{{1.3, 1.1, 1}, {1, 1.2, 1.05}, {1, 1.15, 1.3}} {
		for from := range scales {
			for _, noise := range []float64{0, 0.1, 0.3} {
				rnd := rand.New(rand.NewPCG(uint64(best), uint64(from)))
				u := tuner{scale: from, down: from == scales-1}
				share := tuned(&u, 40_000, noise, speeds, rnd)
				require.Greater(t, share[best], 0.9, "noise %v, from scale %d, speeds %v: shares %v", noise, from, speeds, share)
			}
		}
	}
}

// Where all are as fast, or nearly, the batches stay as they are.
func TestTunerLeavesAloneWhatIsAsFast(t *testing.T) {
	for from := range scales {
		for _, speeds := range [][scales]float64{{1, 1, 1}, {1, 1.005, 1}} {
			u := tuner{scale: from, down: from == scales-1}
			share := tuned(&u, 40_000, 0.2, speeds, rand.New(rand.NewPCG(1, uint64(from))))
			require.Greater(t, share[from], 0.9, "from scale %d, speeds %v: shares %v", from, speeds, share)
		}
	}
}

// A slot that was disturbed, or is too short, counts for nothing.
func TestTunerSkips(t *testing.T) {
	u := tuner{}
	now := time.Unix(1, 0)
	for n := range 100 {
		now = now.Add(shortSlot)
		require.Zero(t, u.slot(now, uint64(n)))
		u.skip()
	}
	require.Zero(t, u.pairs)
	u = tuner{}
	for n := range 100 {
		now = now.Add(shortSlot / 200)
		require.Zero(t, u.slot(now, uint64(n)))
	}
	require.Zero(t, u.pairs)
}

// Whatever is told it, the scale is one there is.
func TestTunerStaysInRange(t *testing.T) {
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		u := tuner{scale: rnd.IntN(scales - 1)}
		now := time.Unix(1, 0)
		for range 2000 {
			now = now.Add(time.Duration(rnd.Int64N(int64(10 * slotPause))))
			scale := u.slot(now, rnd.Uint64N(1<<40))
			require.True(t, scale >= 0 && scale < scales, fmt.Sprint("scale ", scale))
			if rnd.IntN(10) == 0 {
				u.skip()
			}
		}
	}
}
