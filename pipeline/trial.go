package pipeline

import (
	"slices"
	"time"
)

// trial is a cut that has to prove itself.
type trial struct {
	first, second *run
	place         int     // of the first block of the second run
	before        float64 // items a second at the heads
	began         time.Time
	cut           time.Time
	measured      time.Time // when items was read; zero until the cut has settled
	items         uint64
}

// judge ends a trial when it has lasted long enough.
func (s *supervisor) judge(runs []*run) bool {
	t := s.trial
	switch {
	case !slices.Contains(runs, t.first) || !t.cut.IsZero() && !slices.Contains(runs, t.second):
		s.trial = nil // one of them has come to its end
	case t.cut.IsZero():
		switch {
		case slices.Contains(runs, t.second):
			t.cut = s.now
		case s.now.Sub(t.began) > trialTime:
			s.trial = nil // the run was in a long call, or has changed
		}
	case t.measured.IsZero():
		if s.now.Sub(t.cut) >= settleTime {
			t.measured, t.items = s.now, s.progress()
		}
	case s.now.Sub(t.measured) >= trialTime:
		after := float64(s.progress()-t.items) / s.now.Sub(t.measured).Seconds()
		if after < proof*t.before {
			t.second.command(func(r *run) { r.give(t.first) })
			s.pause = min(2*s.pause, lastPause)
		} else {
			s.pause = firstPause
		}
		s.next = s.now.Add(s.pause)
		s.looked = time.Time{}
		s.trial = nil
	}
	return s.trial != nil
}
