package pipeline

import "time"

// tuner finds out how large the batches of a run are to be, while it works.
// Small ones stay in the nearest cache, large ones take fewer calls; which of
// these matters more depends on what the blocks do, and nothing tells
// beforehand.
//
// Two sizes are tried by turns, a slot each, so that whatever else happens on the
// machine hits both. Another size is taken only where it was the faster one in
// most pairs of slots, by a sequential test of signs: what is as fast stays as it
// is.
type tuner struct {
	scale int  // batches are 1<<scale times the least
	down  bool // the trial is of the next smaller scale, else of the next larger
	other bool // this slot is of the scale on trial

	pairs int // of slots that this trial has had
	score int // what they say for the scale on trial
	vain  int // trials in a row

	began time.Time // the slot; zero: it does not count
	items uint64    // when it began
	rate  float64   // of the slot before it, items a ns
	rest  time.Time // no trial before it
	pause time.Duration
}

const (
	scales    = 3    // 1, 2 and 4 times the least
	advantage = 1.03 // by which the scale on trial is to be faster
	gain      = 1    // of score, for a pair where it was
	loss      = 2    // for one where it was not
	accept    = 8    // score
	reject    = -6   // score
	patient   = 40   // pairs at most

	shortSlot = 100 * time.Microsecond
	slotPause = 200 * time.Millisecond // after trials up and down in vain; doubled each time
)

// slot is told now and then how many items the run has had so far. It returns
// the scale to go on with.
func (u *tuner) slot(now time.Time, items uint64) int {
	took := now.Sub(u.began)
	switch {
	case now.Before(u.rest):
		return u.scale
	case u.began.IsZero():
		u.other = false
	case took < shortSlot:
		return u.current()
	case u.other:
		u.judge(float64(items-u.items)/float64(took), now)
		u.other = false
	default:
		u.rate = float64(items-u.items) / float64(took)
		u.other = true
	}
	u.began, u.items = now, items
	return u.current()
}

// skip says that the slot was disturbed by something that has to do with the
// run itself.
func (u *tuner) skip() { u.began = time.Time{} }

// current returns the scale of this slot.
func (u *tuner) current() int {
	switch {
	case !u.other:
		return u.scale
	case u.down:
		return u.scale - 1
	}
	return u.scale + 1
}

// judge ends a pair of slots; rate is that of the second.
func (u *tuner) judge(rate float64, now time.Time) {
	u.pairs++
	if rate > advantage*u.rate {
		u.score += gain
	} else {
		u.score -= loss
	}
	switch {
	case u.score >= accept:
		u.scale, u.vain, u.pause = u.current(), 0, 0
	case u.score <= reject || u.pairs == patient:
		u.vain++
		u.down = !u.down
	default:
		return
	}
	u.pairs, u.score = 0, 0
	if u.down && u.scale == 0 || !u.down && u.scale == scales-1 {
		u.vain++
		u.down = !u.down
	}
	if u.vain > 1 {
		u.pause = min(max(2*u.pause, slotPause), lastPause)
		u.vain, u.rest = 0, now.Add(u.pause)
	}
}

// tune is called in passes that are timed.
func (r *run) tune() {
	if len(r.first) == 0 || r.p.config.maxBatch != 0 {
		return
	}
	items := uint64(0)
	for _, t := range r.first {
		for j := range t.outs {
			items += t.outs[j].edge.made()
		}
	}
	if scale := r.tuner.slot(time.Now(), items); scale != r.scale {
		for _, b := range r.blocks {
			b.task.slow()
		}
		r.resize(scale)
	}
}

// resize has the blocks work on batches of a scale.
func (r *run) resize(scale int) {
	r.scale = scale
	for _, e := range r.edges {
		if e.near {
			e.place(true, scale)
		}
	}
	for _, b := range r.blocks {
		b.task.resize(scale)
	}
}
